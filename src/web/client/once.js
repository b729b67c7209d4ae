// A form is sent once: a second press while the first is under way does nothing. Coming back to the page wakes it again.
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent'] === 'yes') event.preventDefault()
    form.dataset['sent'] = 'yes'
    event.submitter?.setAttribute('aria-busy', 'true')
  })
}
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset['sent']
  for (const button of document.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
})
