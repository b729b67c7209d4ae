// Offers servers by what they begin with, also behind `@user@`. All of them came with the page: nothing that is typed goes anywhere.
for (const input of document.querySelectorAll('input[list]')) {
  const list = input instanceof HTMLInputElement ? input.list : null
  if (!(input instanceof HTMLInputElement) || !(list instanceof HTMLDataListElement)) continue
  const servers = Array.from(list.options, ({ value }) => value)
  const offer = () => {
    const [, before = '', begun = ''] = /^(https?:\/\/|@?[^@\s]*@)?([^@\s/]*)$/.exec(input.value.trimStart()) ?? []
    const wanted = begun.toLowerCase()
    const found = servers.filter((server) => server.startsWith(wanted) && server !== wanted)
    list.replaceChildren(...found.slice(0, 10).map((server) => new Option('', before + server)))
  }
  input.addEventListener('input', offer)
  offer()
}
