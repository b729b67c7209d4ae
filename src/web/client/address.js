// Offers servers by what they begin with, also behind `@user@`, to the keyboard, the finger and the screen reader. Without this script the
// browser offers what it can. All of them came with the page: nothing that is typed goes anywhere.
const most = 5

/** @param {HTMLInputElement} input @param {readonly string[]} servers */
const offerServers = (input, servers) => {
  const list = document.createElement('ul')
  list.id = `${input.id}-offers`
  list.className = 'list'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? '')
  const box = document.createElement('div')
  box.className = 'offers'
  const focused = document.activeElement === input || input.autofocus
  input.replaceWith(box)
  box.append(input, list)
  input.removeAttribute('list')
  input.autocomplete = 'off'
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-controls', list.id],
  ]) {
    input.setAttribute(name ?? '', value ?? '')
  }
  let at = -1

  const show = () => {
    const items = Array.from(list.children)
    for (const [index, item] of items.entries()) item.setAttribute('aria-selected', String(index === at))
    list.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(!list.hidden))
    const chosen = items[at]?.id
    if (chosen === undefined) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', chosen)
  }
  const close = () => {
    at = -1
    list.replaceChildren()
    show()
  }
  /** @param {number} index */
  const take = (index) => {
    input.value = list.children[index]?.textContent ?? input.value
    close()
  }
  const offer = () => {
    const [, before = '', begun = ''] = /^(https?:\/\/|@?[^@\s]*@)?([^@\s/]*)$/.exec(input.value.trimStart()) ?? []
    const wanted = begun.toLowerCase()
    const found = servers.filter((server) => wanted !== '' && server.startsWith(wanted) && server !== wanted)
    at = -1
    list.replaceChildren(
      ...found.slice(0, most).map((server, index) => {
        const item = document.createElement('li')
        item.id = `${list.id}-${index}`
        item.setAttribute('role', 'option')
        item.textContent = before + server
        // Before the field loses the focus.
        item.addEventListener('pointerdown', (event) => {
          event.preventDefault()
          take(index)
        })
        return item
      }),
    )
    show()
  }
  input.addEventListener('input', offer)
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    const { length } = list.children
    if (length === 0) return
    if (event.key === 'ArrowDown') at = (at + 1) % length
    else if (event.key === 'ArrowUp') at = (at < 0 ? length : at) - 1
    else if (event.key === 'Escape') return close()
    else if (event.key === 'Enter' && at >= 0) take(at)
    else return
    event.preventDefault()
    show()
  })
  show()
  if (focused) input.focus()
}

for (const input of document.querySelectorAll('input[list]')) {
  const list = input instanceof HTMLInputElement ? input.list : null
  if (!(input instanceof HTMLInputElement) || !(list instanceof HTMLDataListElement)) continue
  offerServers(
    input,
    Array.from(list.options, ({ value }) => value),
  )
}
