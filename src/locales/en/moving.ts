/** What an import says of what it left alone, and of what has to be looked at. */
export const moving = {
  left: {
    not_ours: 'It is about how that program itself runs. Portico has settings of its own.',
    unknown: 'It is not known here.',
    malformed: 'It is not of the form it should have.',
    unsupported: 'Portico does not do this.',
    refused: 'Portico does not take it.',
    directory:
      'Portico asks no directory and speaks no SAML. Its people come in by an OpenID provider in front of it, or with an account here.',
    by_hand: 'Portico has a setting for this, but its value is not in the file. Set it by hand.',
    environment: 'It is in a variable that is not set here.',
    hash: 'There is no password hash that Portico can check. Make the person a link for a new password.',
    no_secret: 'It has no secret, and is not said to be public.',
    redirect: 'It cannot be registered as a redirect address.',
    switched_off: 'It is switched off there.',
    source_kind: 'Portico has no source of this kind.',
    expression: 'It is a program. It is shown as it is; write a claim mapping for it.',
    policy: 'It is a policy that says more than who is in a group.',
    pictures: 'Pictures are not fetched from other places. Send it in the console.',
    subjects_missing: 'The file does not say what applications know people as, so they will be strangers there.',
    somebody_else: 'Somebody else here has this name or address.',
    managed: 'portico.yaml manages it: change it there.',
    subjects_in_use: 'People have signed in to it here already, and what they are known as stays.',
  },
  warnings: {
    short_secret: 'The secret is short enough to be guessed. Give the application a longer one soon.',
    plain_password: 'The password stands in the file. Delete the file once you are done.',
    unverified: 'The address is not verified, so nobody signs in with it. The username works.',
    renamed: 'The name cannot be a username here, or is another’s.',
    lifetime: 'The time is brought within what Portico takes.',
    register_callback: 'Enter this path of your address here as a redirect address at that provider.',
    subjects_later: 'What applications know people of these as is taken over when they first sign in here.',
    known_by_name:
      'People are known by the name they have there: whoever has it when they first come is taken for them, as before.',
    restricted:
      'Only some people of that provider could come. Portico cannot tell them apart, so nobody new comes in by it without an invitation.',
    other_issuer: 'Applications that compare the issuer have to be told the one of this installation.',
    consent_kept: 'People were not asked there what applications may know, and will not be here.',
    change_line: 'Change this line in the application’s settings:',
    nothing_to_change: 'Nothing has to be changed in the application’s settings.',
    taken_for: 'There is an account with this name or address. It is taken for the same person’s.',
  },
  exported: {
    sealed: 'A secret is not written down. Set the variable before you use the file.',
    hmac: 'The hash of its secret is good only under the same PORTICO_SECRET.',
    secrets: 'It has several secrets. The newest is in the file.',
    pictures: 'A picture that was uploaded is not in the file.',
    no_secret: 'It has no secret. Give it one before it is used.',
    published: 'It registers itself, and is not in the file. What it knows people as begins anew.',
  },
  notExported:
    'Not in the file: sessions and tokens, what people allowed applications, signing keys, invitations, what fediverse servers know this place as, the lists that rules came from, the audit log, and when things happened. A backup has all of it.',
}
