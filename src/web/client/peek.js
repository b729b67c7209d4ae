// Buttons that show what was typed into a password field. Sending the form hides it again, so that no browser offers it as plain text.
for (const button of document.querySelectorAll('button.peek')) {
  const input = document.getElementById(button.getAttribute('aria-controls') ?? '')
  if (!(button instanceof HTMLButtonElement) || !(input instanceof HTMLInputElement)) continue
  /** @param {boolean} visible */
  const turn = (visible) => {
    input.type = visible ? 'text' : 'password'
    const word = (visible ? button.dataset['hide'] : button.dataset['show']) ?? ''
    button.textContent = word
    button.setAttribute('aria-label', `${word}: ${button.dataset['of']}`)
  }
  button.hidden = false
  button.addEventListener('click', () => {
    turn(input.type === 'password')
    input.focus()
  })
  input.form?.addEventListener('submit', () => turn(false))
}
