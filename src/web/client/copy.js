// Copy buttons. Without this script they stay hidden, and the text can be selected by hand.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement) || navigator.clipboard === undefined) continue
  const label = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset['copy'] ?? '')?.textContent ?? '')
    button.textContent = button.dataset['copied'] ?? ''
    setTimeout(() => {
      button.textContent = label
    }, 2000)
  })
}
