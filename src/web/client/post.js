// Sends the page's form at once. Without this script a person presses its button.
document.forms[0]?.submit()
