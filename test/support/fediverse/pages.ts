import { type FakeAccount, secretText } from './site.ts'

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

export const page = (title: string, body: string, options: { status?: number; cookie?: string } = {}): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>` +
      `<main><h1>${escapeHtml(title)}</h1>${body}</main></html>`,
    {
      status: options.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        ...(options.cookie === undefined ? {} : { 'set-cookie': options.cookie }),
      },
    },
  )

/** What a server shows where it has nowhere to send a mistake to: whoever sent the person away never hears of it. */
export const mistakePage = (status: number, text: string): Response =>
  page('An error has occurred', `<p id="mistake">${escapeHtml(text)}</p>`, { status })

export interface Question {
  /** What the server is called. */
  readonly place: string
  /** Who asks. */
  readonly client: string
  readonly scopes: readonly string[]
  /** Asks who it is, whoever is signed in. */
  readonly afresh: boolean
  /** Whether this person need not be asked again. */
  skips?(account: FakeAccount): boolean
  /** The accounts to choose from, where a person has several. */
  choices?(account: FakeAccount): readonly FakeAccount[]
  allow(account: FakeAccount): Response | Promise<Response>
  deny(): Response
}

/**
 * The part of an authorization that a person sees: who are you, and do you allow it. Everything happens at the address of the question,
 * so that it works in a browser without scripts. Anybody signs in with their name and the password `password`.
 */
export const createPeople = (accounts: ReadonlyMap<string, FakeAccount>) => {
  // Cookies know no ports, and every fake of a test may be on one host.
  const cookieName = `fake-${secretText(6)}`
  const sessions = new Map<string, string>()

  const signInPage = ({ place }: Question, mistake = ''): Response =>
    page(
      `Sign in to ${place}`,
      `${mistake}<form method="post"><label>Name <input name="username" autocomplete="username"></label>` +
        '<label>Password <input name="password" type="password"></label><button id="sign-in">Sign in</button></form>',
      mistake === '' ? {} : { status: 401 },
    )

  const consentPage = (question: Question, account: FakeAccount, cookie: string | undefined): Response => {
    const choices = question.choices?.(account) ?? []
    const radios = choices
      .map(
        ({ username }, index) =>
          `<label><input type="radio" name="identity" value="${escapeHtml(username)}"${index === 0 ? ' checked' : ''}>${escapeHtml(username)}</label>`,
      )
      .join('')
    return page(
      `${question.client} asks for your account`,
      `<p>${escapeHtml(question.scopes.join(' '))}</p><form method="post">${radios}` +
        '<button id="allow" name="decision" value="allow">Authorize</button>' +
        '<button id="deny" name="decision" value="deny">Deny</button></form>',
      cookie === undefined ? {} : { cookie },
    )
  }

  const signedIn = (request: Request): FakeAccount | undefined => {
    const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/)
    const session = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1)
    const username = session === undefined ? undefined : sessions.get(session)
    return username === undefined ? undefined : accounts.get(username)
  }

  const onwards = async (question: Question, account: FakeAccount, cookie?: string): Promise<Response> => {
    if (question.skips?.(account) !== true) return consentPage(question, account, cookie)
    const answer = await question.allow(account)
    if (cookie !== undefined) answer.headers.append('set-cookie', cookie)
    return answer
  }

  const ask = async (request: Request, question: Question): Promise<Response> => {
    const account = signedIn(request)
    if (request.method !== 'POST') {
      return account === undefined || question.afresh ? signInPage(question) : onwards(question, account)
    }
    const form = new URLSearchParams(await request.clone().text())
    const typed = form.get('username')
    if (typed !== null) {
      const found = accounts.get(typed.toLowerCase())
      if (found === undefined || found.state === 'gone' || form.get('password') !== 'password')
        return signInPage(question, '<p>That was not right.</p>')
      const session = secretText()
      sessions.set(session, found.username)
      return onwards(question, found, `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax`)
    }
    if (account === undefined) return signInPage(question)
    if (form.get('decision') === 'deny') return question.deny()
    if (form.get('decision') !== 'allow') return consentPage(question, account, undefined)
    const chosen = question.choices?.(account).find(({ username }) => username === form.get('identity'))
    return question.allow(chosen ?? account)
  }

  return { ask, signedIn, signOutEverywhere: () => sessions.clear() }
}
