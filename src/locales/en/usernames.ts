/** The administrators' page about who may change a username. */
export const usernames = {
  title: 'Usernames',
  on: 'People may change their usernames.',
  off: 'Only administrators change usernames.',
  switchOn: 'Let people change theirs',
  switchOff: 'Let administrators alone change them',
  dependents: 'Applications that this concerns',
  dependentsLead: 'They know people by their usernames.',
  noDependents: 'None that we know of.',
  because: {
    uid_field: 'Recognises people by their username: with another one they are somebody new there.',
    subject: 'Was told their username as the subject. Those who have signed in are still known by that one.',
  },
  despite: 'Switch it on although these applications depend on usernames',
  despiteNeeded:
    'Tick this if people may become strangers there. Better set those applications to use sub or handle first.',
}
