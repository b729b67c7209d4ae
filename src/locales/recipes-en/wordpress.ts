import type { RecipeTexts } from '../recipe-texts.ts'

export const wordpress = {
  about: 'Blogs and sites; by the plugin OpenID Connect Generic',
  asks: {
    languages: {
      label: 'Languages it is used in',
      hint: 'As WordPress calls them, separated by commas: `de_DE`. After signing out, people come back to an address that names theirs.',
    },
  },
  blocks: {
    php: 'Above the line that says to stop editing.',
    alone:
      'In place of the same name above. The sign-in page then leads straight here and has no password form any more; the line as it was above brings it back.',
    link: 'In place of the same name above, and for the time of a move.',
  },
  why: {
    OIDC_ENDPOINT_LOGIN_URL: 'The plugin looks for nothing by itself, so it is told every address.',
    OIDC_CREATE_IF_DOES_NOT_EXIST: 'Without it, whoever has no account there is refused.',
    OIDC_LINK_EXISTING_USERS: 'With `true`, whoever comes with an address gets the account there that has it.',
    OIDC_ENDPOINT_LOGOUT_URL: 'Whoever signs out there is signed out here too, and led back.',
  },
  existing:
    'A first sign-in whose username or address belongs to an account there is refused. While the people who are there already come this way for the first time, use the block below: the plugin then takes that account, without looking whether the address is proven. So check here that every one is, the administrators’ first of all.',
  traps: {
    plugin: 'Install the plugin `OpenID Connect Generic Client` first.',
    place: 'What is said in `wp-config.php` cannot be changed on the plugin’s page any more.',
    threeMinutes: 'Whoever takes longer than three minutes here reads “Invalid state” there, and has to start again.',
    role: 'New people get the role that the site gives to everybody new.',
  },
} satisfies RecipeTexts
