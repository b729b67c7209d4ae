/**
 * What went wrong, for the person in front of it: what happened, what it means for them, what they can do.
 * The names are the codes that a program sees.
 */
export const errors = {
  eventCode: 'If you ask for help, give this code',
  sent: 'It asked to go back to',
  registered: 'We know',
  otherRegistered: ({ count }: { count: number }) =>
    count === 1 ? 'One more that we know' : `${count} more that we know`,
  noneRegistered: 'No address is registered for it yet.',
  noneRegisteredAfter: ({ field }: { field: string }) =>
    `None is registered for it yet. An administrator enters them as “${field}”.`,
  afterSignOut: ({ application }: { application: string }) =>
    `You stay here, because ${application} would send you on to an address that is not registered.`,
  missingPart: 'nothing',
  toMyApps: 'To my applications',
  codes: {
    not_begun: {
      title: 'This sign-in did not begin here',
      explanation:
        'You came back from your server, but this browser did not leave for it, or took longer than ten minutes. Nobody has been signed in.',
      advice: 'Start again, and stay in the same browser all the way. It has to allow cookies.',
    },
    not_agreed: {
      title: 'Nothing was agreed to',
      explanation:
        'You came back without having agreed that your server tells us who you are. Nobody has been signed in, and nothing was read there.',
      advice:
        'If you did not mean that, go back to the application that you wanted to sign in to and start again, or sign in here.',
    },
    bad_request: {
      title: 'This request makes no sense to us',
      explanation: 'Something in the address or the form is missing or damaged.',
      advice: 'Go back to where you came from and try once more.',
    },
    not_found: {
      title: 'There is no door here',
      explanation: 'This page does not exist, or no longer.',
      advice: 'Check the address, or start from your applications.',
    },
    method_not_allowed: {
      title: 'This address does not work that way',
      explanation: 'The page was asked for in a way that it does not answer.',
      advice: 'Go back and use the buttons on the page.',
    },
    too_large: {
      title: 'That was too much at once',
      explanation: 'What was sent is larger than anything this form needs.',
      advice: 'Go back and send less, or a smaller file.',
    },
    uri_too_long: {
      title: 'This address is too long',
      explanation: 'The application sent more along than fits into an address.',
      advice: 'Go back to the application and try once more. If it happens again, tell whoever runs it.',
    },
    unsupported_media_type: {
      title: 'We cannot read that',
      explanation: 'The form was sent in a format that we do not know.',
      advice: 'Go back and send the form from its own page.',
    },
    cross_site: {
      title: 'This came from another site',
      explanation: 'Another website tried to use this form for you. Nothing was done.',
      advice: 'If you meant to do this, open the page here and do it from there.',
    },
    form_expired: {
      title: 'This form is out of date',
      explanation: 'It was open for too long, or in another tab you signed in or out. Nothing was done.',
      advice: 'Go back, load the page again and send the form once more.',
    },
    forbidden: {
      title: 'This door is closed to you',
      explanation: 'Your account may not do that.',
      advice: 'If you think it should, ask whoever runs this place.',
    },
    too_many_tries: {
      title: 'Too many tries',
      explanation: 'There were more requests than a person makes, so we stopped listening for a while.',
      advice: 'Wait a few minutes, then try again.',
    },
    busy: {
      title: 'Very busy at the moment',
      explanation: 'More people are coming in than we can see to. Nothing was lost.',
      advice: 'Try again in a few seconds.',
    },
    unavailable: {
      title: 'Closed for a moment',
      explanation: 'Something that we need does not answer. Nothing was lost.',
      advice: 'Try again in a minute.',
    },
    unexpected: {
      title: 'Something broke on our side',
      explanation: 'It is not your doing, and it has been written down.',
      advice: 'Try again. If it happens again, tell whoever runs this place.',
    },
    client_id_missing: {
      title: 'The application did not say who it is',
      explanation: 'Its request has no client_id. Nothing was shared.',
      advice: 'This is for whoever runs the application to put right.',
    },
    client_id_repeated: {
      title: 'The application gave its name twice',
      explanation: 'Its request has more than one client_id, so we cannot tell which one counts. Nothing was shared.',
      advice: 'This is for whoever runs the application to put right.',
    },
    client_unknown: {
      title: 'We do not know this application',
      explanation: 'It calls itself by a client_id that nobody registered here. Nothing was shared.',
      advice: 'Whoever runs the application should compare its client_id with the one registered here.',
    },
    client_disabled: {
      title: 'This application is switched off',
      explanation: 'Nobody can sign in to it at the moment. Nothing was shared.',
      advice: 'Whoever runs this place can switch it on again.',
    },
    client_unreachable: {
      title: 'We cannot find out which application this is',
      explanation: 'It goes by an address at which it would say who it is, and nothing can be had from there.',
      advice: 'Try again later. Whoever runs the application can see to it that the address answers.',
    },
    client_document_wrong: {
      title: 'This application does not say who it is',
      explanation: 'What is at its address is not about it, or would have people sent to where it may not send them.',
      advice: 'Go back to the application and tell whoever runs it.',
    },
    redirect_uri_missing: {
      title: 'The application did not say where to go back to',
      explanation: 'Its request has no redirect_uri. Nothing was shared.',
      advice: 'This is for whoever runs the application to put right.',
    },
    redirect_uri_repeated: {
      title: 'The application named two ways back',
      explanation:
        'Its request has more than one redirect_uri, so we cannot tell which one counts. Nothing was shared.',
      advice: 'This is for whoever runs the application to put right.',
    },
    redirect_uri_harmful: {
      title: 'The application sent a dangerous address',
      explanation:
        'The address it wants to go back to could run or read something in your browser. Nothing was shared.',
      advice: 'Whoever runs this place should look at how the application is registered.',
    },
    redirect_uri_mismatch: {
      title: 'The application sent an address we do not know',
      explanation: 'People are only sent back to addresses that are registered. Nothing was shared.',
      advice: 'This is for whoever runs the application to put right.',
    },
    request_expired: {
      title: 'This sign-in is over',
      explanation: 'It took too long, was finished already, or was begun in another browser.',
      advice: 'Go back to the application and sign in from there.',
    },
    not_in_group: {
      title: 'This application is not open to you',
      explanation: 'It is for members of certain groups, and your account is in none of them. Nothing was shared.',
      advice: 'If you think you should get in, ask whoever runs this place.',
    },
    access_rules: {
      title: 'This application is not open to you',
      explanation:
        'Whoever runs this place has set rules about who may enter it, and your account does not meet them. Nothing was shared.',
      advice: 'If you think you should get in, ask whoever runs this place.',
    },
    not_invited: {
      title: 'This application is open by invitation',
      explanation:
        'It takes in people from elsewhere only if they were invited, and you have not been. Nothing was shared.',
      advice: 'Ask whoever runs this place for an invitation.',
    },
    not_linked: {
      title: 'This application is for people who are known here',
      explanation: 'It takes in nobody whose account here began with a sign-in from elsewhere. Nothing was shared.',
      advice:
        'If you have another account here, sign in with it, and link this one to it. Otherwise ask whoever runs this place.',
    },
    server_not_admitted: {
      title: 'This application takes people from some servers only',
      explanation: 'Yours is not among them. Nothing was shared.',
      advice: 'If you have an account at another server, sign in with it. Otherwise ask whoever runs this place.',
    },
    fediverse_only: {
      title: 'This application is for fediverse accounts',
      explanation:
        'You are signed in with an account that is kept here, and it is not linked to one in the fediverse. Nothing was shared.',
      advice: 'Go back to the application and sign in with your fediverse address.',
    },
    fediverse_off: {
      title: 'Nobody can come in here at the moment',
      explanation:
        'This application is for fediverse accounts, and signing in with them is switched off. Nothing was shared.',
      advice: 'Try again later, or tell whoever runs the application.',
    },
    no_email: {
      title: 'This application needs an e-mail address',
      explanation: 'Your account has none, so it cannot let you in. Nothing was shared.',
      advice: 'Give your account an address under E-mail, or ask whoever runs this place. Then sign in once more.',
    },
    account_disabled: {
      title: 'This account is switched off',
      explanation: 'Nobody can sign in with it at the moment.',
      advice: 'Whoever runs this place can switch it on again.',
    },
    link_expired: {
      title: 'This link does not work any more',
      explanation: 'It was used already, or it is too old.',
      advice: 'If you have chosen your password, sign in with it. If not, ask whoever gave you the link for a new one.',
    },
    mail_link_expired: {
      title: 'This link does not work any more',
      explanation: 'It was used already, it is too old, or it is somebody else’s.',
      advice: 'Look whether there is a newer mail. If not, start again where you asked for this one.',
    },
    invitation_over: {
      title: 'This invitation is over',
      explanation: 'It has been used up, it is too old, or it was taken back.',
      advice: 'Ask whoever invited you for a new one.',
    },
    sign_up_over: {
      title: 'This link does not work any more',
      explanation: 'It was used already, or it is too old.',
      advice: 'If you have chosen your password, sign in with it. If not, sign up once more.',
    },
    sign_up_closed: {
      title: 'Nobody can sign up here at the moment',
      explanation: 'Accounts are made by whoever runs this place, or by invitation.',
      advice: 'Ask them for one.',
    },
    set_up_already: {
      title: 'This place is set up already',
      explanation: 'A set-up link works once, and one has been used: the first administrator is there.',
      advice: 'If that was you, sign in. If you do not know who it was, ask whoever installed Portico.',
    },
    post_logout_redirect_uri_mismatch: {
      title: 'You are signed out',
      explanation: 'You stay here, because the address that the application would send you on to is not registered.',
      advice: 'This is for whoever runs the application to put right.',
    },
  },
  redirectTitle: ({ application }: { application: string }) => `${application} sent an address we do not know`,
  redirectLead: ({ application }: { application: string }) =>
    `Nothing was shared. This is for whoever runs ${application} to put right.`,
  /** Usual causes of two addresses that almost agree. */
  hints: {
    http: 'The only difference is http instead of https. The application’s reverse proxy probably does not send X-Forwarded-Proto.',
    https: 'The only difference is https instead of http. Register the address with https: it is the better one.',
    slash_missing: 'The only difference is the slash at the end, which is missing in what was sent.',
    slash_extra: 'The only difference is a slash at the end of what was sent.',
    www: 'The only difference is www. The application is probably reached under both names, and knows itself by the other one.',
    loopback:
      'Both name the same machine, but localhost and 127.0.0.1 are different addresses here. Register the one that is sent.',
    port: 'Only the port differs. The application is reached at one port and believes that it is at another.',
    host: 'Only the host differs. Check the address that the application believes it has.',
    case: 'Only capital and small letters differ. Addresses are compared letter by letter.',
    path: 'Only the path differs. Compare it with the application’s documentation.',
    query: 'Only what follows the question mark differs. It is part of the address, and is compared too.',
    scheme: 'Only the beginning differs: the application is reached in another way than the one registered.',
    other: 'The addresses differ in more than one place. Perhaps this is another application’s setting.',
  },
}
