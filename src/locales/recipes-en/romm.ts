import type { RecipeTexts } from '../recipe-texts.ts'

export const romm = {
  about: 'A library of games',
  asks: {
    admin: {
      label: 'Group of its administrators',
      hint: 'Looked at again at every sign-in. Without any group, roles are given there by hand.',
    },
    editor: { label: 'Group of those who may edit' },
    viewer: {
      label: 'Group of those who may look',
      hint: 'Everybody, if it is left empty. Otherwise whoever is in no group is turned away.',
    },
    issuer: {
      label: 'Which issuer it is given',
      hint: 'With one of its own, the addresses are those that authentik gives: whoever comes from there changes the host and nothing else.',
      options: {
        global: 'This installation’s',
        application: 'One of its own, as authentik has it',
      },
    },
  },
  blocks: {
    compose:
      'A new file beside `compose.yaml`, which Docker Compose adds to it. It expects the service to be called `romm`.',
    env: 'For a file with variables, or wherever its environment is kept.',
    alone:
      'With this, RomM asks for no password of its own. If something is wrong here, `/login?bypass_autologin=true` leads past it.',
  },
  why: {
    OIDC_SERVER_APPLICATION_URL: 'RomM adds the rest of the discovery address itself.',
    OIDC_REDIRECT_URI: 'Sent as it is; so it is written exactly as it is registered here.',
    OIDC_CLAIM_ROLES: 'Both the claim that is read and a scope that is asked for.',
    OIDC_ROLE_VIEWER: '`*` is everybody.',
    OIDC_RP_INITIATED_LOGOUT: 'Whoever signs out there is signed out here too, after we have asked.',
    ROMM_BASE_URL: 'The address by which people reach it, as its proxy has it.',
  },
  existing:
    'RomM recognises people by their address. Whoever has an account there enters the same address in its profile first, exactly as it is here, and then keeps that account.',
  traps: {
    verified:
      'Only with a proven address. RomM says “Email is not verified” otherwise: let the person confirm it, or vouch for it on their page here.',
    emailIsKey: 'The address is the account. Whoever changes it here gets a new, empty account there.',
    usernameTaken: 'If another account there has the username already, RomM answers with “Internal Server Error”.',
    oneValueEach: 'Each role is one group. A list with commas is read as one long name.',
    privateCa:
      'If the certificate here is from an authority of your own, name its file in `OIDC_TLS_CACERTFILE`, inside the container.',
    clock: 'Its clock may be two minutes off, and no more.',
  },
} satisfies RecipeTexts
