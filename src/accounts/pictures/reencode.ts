import { createHash } from 'node:crypto'

/** How a picture is cut: a face fills its square, an icon stands in one whole, a logo keeps its shape. */
export type PictureShape = 'face' | 'icon' | 'logo'

/** A picture made afresh: nothing of what was sent is in it but its colours. */
export interface Picture {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly id: string
  readonly type: 'image/png'
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** `unreadable`: no picture, or of a kind that is not taken. `too_large`: more bytes, or more points than are ever unpacked. */
export type PictureProblem = 'unreadable' | 'too_large'

type Outcome = { readonly ok: true; readonly picture: Picture } | { readonly ok: false; readonly code: PictureProblem }

interface Bounds {
  /** Points, unpacked: a bomb of a few kilobytes that unpacks to gigabytes is none. */
  readonly most: number
  readonly seconds: number
}

/** A telephone's photograph fits, in bytes and in points. */
const mostBytes = 10 * 1024 * 1024
const uploaded: Bounds = { most: 40_000_000, seconds: 10 }
/** As servers hand out, mostly 400 points a side. Whoever names it is nobody's guest: it takes less, and waits in a line of its own. */
const mentioned: Bounds = { most: 17_000_000, seconds: 4 }
const mostMentioned = 8
const side = 256

/** Everything else is never parsed: SVG is a document, and may refer to others. */
const loaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`)

const loadSharp = async () => {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders })
  return sharp
}
let loading: ReturnType<typeof loadSharp> | undefined

/** One at a time: whoever sends many makes nobody wait but each other, and memory holds one of them unpacked. */
const line = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}
const uploads = line()
const mentions = line()
let waiting = 0

/** The first frame, upright, as a PNG of at most 256 points a side (a logo: 512 wide), without anything that was written into the file. */
export const reencode = (sent: Uint8Array, shape: PictureShape): Promise<Outcome> =>
  sent.length > mostBytes
    ? Promise.resolve({ ok: false, code: 'too_large' })
    : uploads(() => convert(sent, shape, uploaded))

/** The same of what another server has. Undefined while too many of these wait: nobody's upload waits for them, and no sign-in. */
export const reencodeMentioned = async (sent: Uint8Array, shape: PictureShape): Promise<Outcome | undefined> => {
  if (waiting >= mostMentioned) return undefined
  waiting += 1
  try {
    return await mentions(() => convert(sent, shape, mentioned))
  } finally {
    waiting -= 1
  }
}

const convert = async (sent: Uint8Array, shape: PictureShape, { most, seconds }: Bounds): Promise<Outcome> => {
  loading ??= loadSharp()
  const sharp = await loading
  try {
    const opened = sharp(sent, { limitInputPixels: most, failOn: 'error', pages: 1 })
    const { width, height } = await opened.metadata()
    if (width * height > most) return { ok: false, code: 'too_large' }
    const made = await opened
      .autoOrient()
      .resize(shapes[shape])
      .toColourspace('srgb')
      .timeout({ seconds })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const bytes = new Uint8Array(made)
    return { ok: true, picture: { id: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', bytes } }
  } catch (error) {
    const limit = error instanceof Error && /pixel limit/.test(error.message)
    return { ok: false, code: limit ? 'too_large' : 'unreadable' }
  }
}

const clear = { r: 0, g: 0, b: 0, alpha: 0 }
const shapes = {
  face: { width: side, height: side, fit: 'cover' },
  icon: { width: side, height: side, fit: 'contain', background: clear },
  logo: { width: side * 2, height: side, fit: 'inside', withoutEnlargement: true },
} as const
