/** Patterns of answers that several recipes ask for. */

/** The name of a group here: anything but a comma, which separates names where there may be several. */
export const groupName = /^[^\p{Cc},]{1,100}$/u

/** Names of groups, separated by commas. */
export const groupNames = /^[^\p{Cc}]{1,300}$/u

/** `staff, friends` is two. */
export const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
