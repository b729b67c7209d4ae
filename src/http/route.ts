import type { Visit } from './visit.ts'

export type Method = 'GET' | 'POST'

/** Answers one request. `world` is whatever the room needs of the outside; it comes in through the door. */
export type Handler<W> = (world: W, visit: Visit) => Response | Promise<Response>

/** For pages that need somebody signed in: the guard has found the person before the handler runs. */
export type PersonHandler<W, P> = (world: W, visit: Visit, person: P) => Response | Promise<Response>

/**
 * Who may call a route:
 * - `anyone`: no matter who, from wherever the browser comes, with nothing at stake or its own proof (GET pages, set-up links);
 * - `form`: anyone, but only by a form that one of our pages gave this browser (the guard checks origin and form token);
 * - `person`: somebody signed in; others are shown the sign-in page, and come back. A POST is guarded like `form`;
 * - `administrator`: a person who is one; everybody else is told there is no such page. A POST is guarded like `form`;
 * - `application`: a program on the back channel, which authenticates itself in the request; no cookie is read.
 */
export type Who = 'anyone' | 'form' | 'person' | 'administrator' | 'application'

export interface Route<W, P> {
  readonly method: Method
  /** A path such as `/account/sessions/:id`; it is answered with and without a trailing slash. */
  readonly path: string
  readonly who: Who
  readonly answer: PersonHandler<W, P> | Handler<W>
  /** Programs in browsers may read the answer, without credentials. Only for what holds no secret of a cookie's. */
  readonly cors: boolean
  /** Its form may bring a file; the guard reads it for nobody but who may call the route. */
  readonly files: boolean
}

interface Options {
  readonly cors?: boolean
}

type Answer = Response | Promise<Response>

/** The handlers of a file that is not read yet. */
type Later<M> = {
  readonly [N in keyof M]: M[N] extends (...given: infer G) => Answer ? (...given: G) => Promise<Response> : never
}

/**
 * A file's handlers by their names, `const { overview } = later(() => import('./overview.ts'))`: the file, and all that it imports,
 * is read when one of them is asked for the first time.
 */
export const later = <M extends object>(read: () => Promise<M>): Later<M> => {
  const of =
    (name: string | symbol) =>
    async (...given: readonly unknown[]): Promise<Response> => {
      const handler: unknown = (await read())[name as keyof M]
      if (typeof handler !== 'function') throw new TypeError(`there is no handler ${String(name)}`)
      return Reflect.apply(handler, undefined, given)
    }
  // What is taken from it is named, and so checked, by whoever takes it.
  return new Proxy({} as Later<M>, { get: (_, name) => of(name) })
}

/** The words that `routes.ts` is written in. */
export const routing = <W, P>() => {
  const route =
    (who: 'anyone' | 'form' | 'application') =>
    (method: Method, path: string, answer: Handler<W>, { cors = false }: Options = {}): Route<W, P> => ({
      method,
      path,
      who,
      answer,
      cors,
      files: false,
    })
  const guarded =
    (who: 'person' | 'administrator') =>
    (
      method: Method,
      path: string,
      answer: PersonHandler<W, P>,
      { files = false }: { readonly files?: boolean } = {},
    ): Route<W, P> => ({
      method,
      path,
      who,
      answer,
      cors: false,
      files,
    })
  return {
    anyone: route('anyone'),
    form: route('form'),
    application: route('application'),
    person: guarded('person'),
    administrator: guarded('administrator'),
  }
}
