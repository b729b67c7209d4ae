// Narrows a list that is on the page as a whole. Without this script the field stays hidden.
for (const input of document.querySelectorAll('input[data-filter]')) {
  const list = input instanceof HTMLInputElement ? document.getElementById(input.dataset['filter'] ?? '') : null
  if (!(input instanceof HTMLInputElement) || list === null) continue
  input.hidden = false
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLocaleLowerCase()
    for (const item of list.querySelectorAll('li')) {
      if (item instanceof HTMLElement) item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted)
    }
    // A heading over nothing only gets in the way.
    for (const part of list.querySelectorAll('section')) {
      part.hidden = part.querySelector('li:not([hidden])') === null
    }
  })
}
