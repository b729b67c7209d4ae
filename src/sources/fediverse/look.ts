import { nothingFetched } from '../../net/fetch-failed.ts'
import { type JsonObject, readJsonObject, textOf } from '../../net/json.ts'
import { findNodeInfo, type NodeInfo } from '../../net/nodeinfo.ts'
import { lookAt, type Outside } from '../../net/outside.ts'

/** What a host answered when it was looked at. Each part may come from another host that it sends on to. */
export interface Sight {
  /** RFC 8414; of Bonfire, OpenID Connect Discovery. */
  readonly announced?: Document | undefined
  readonly nodeInfo?: NodeInfo | undefined
  /** How it describes itself to Mastodon's clients. */
  readonly instance?: Document | undefined
  /** It does so only to whom it knows. */
  readonly closed: boolean
}

export interface Document {
  readonly origin: string
  readonly json: JsonObject
}

/** Mastodon's own is some 10 kB, with an account and all rules in it. */
const mostOfInstance = 256 * 1024

/** Four requests, of which three begin together; one or two more where something is not where it usually is. */
export const lookAtHost = async (outside: Outside, origin: string): Promise<Sight> => {
  const [announced, nodeInfo, instance] = await Promise.all([
    read(outside, `${origin}/.well-known/oauth-authorization-server`),
    findNodeInfo(outside, origin).catch(nothingFetched),
    findInstance(outside, origin),
  ])
  const described = instance?.document
  return {
    announced: announced?.document ?? (await findUnannounced(outside, origin, nodeInfo)),
    nodeInfo,
    instance: described !== undefined && describesServer(described.json) ? described : undefined,
    closed: instance?.refused === true,
  }
}

/**
 * Bonfire has it elsewhere. WordPress may not have made its address yet, and where it is below another site that site hands on WebFinger and NodeInfo,
 * as the plugin's instructions have it, and nothing else: it is there that the host itself says where its server is. That one speaks for what is
 * below its own address.
 */
const findUnannounced = async (
  outside: Outside,
  origin: string,
  nodeInfo: NodeInfo | undefined,
): Promise<Document | undefined> => {
  if (nodeInfo?.name === 'bonfire') return (await read(outside, `${origin}/.well-known/openid-configuration`))?.document
  const [, home] = /^((?:\/[\w~.-]+){0,5}?)\/wp-json\//.exec(nodeInfo?.path ?? '') ?? []
  if (nodeInfo?.name !== 'wordpress' || nodeInfo.origin !== origin || home === undefined) return undefined
  const document = (await read(outside, `${origin}${home}${pluginAnnounces}`))?.document
  return document?.json['issuer'] === `${origin}${home}` ? document : undefined
}

const pluginAnnounces = '/wp-json/activitypub/1.0/oauth/authorization-server-metadata'

/** The second version only where the first, which all but the newest have, is not there. */
const findInstance = async (outside: Outside, origin: string): Promise<Read | undefined> => {
  const first = await read(outside, `${origin}/api/v1/instance`, mostOfInstance)
  return first?.missing === true ? read(outside, `${origin}/api/v2/instance`, mostOfInstance) : first
}

const describesServer = (json: JsonObject): boolean =>
  textOf(json['version']) !== undefined && (textOf(json['uri']) ?? textOf(json['domain'])) !== undefined

interface Read {
  readonly document?: Document | undefined
  readonly missing: boolean
  /** In JSON: whoever refuses has such a document. */
  readonly refused: boolean
}

const read = async (outside: Outside, url: string, most?: number): Promise<Read | undefined> => {
  try {
    const { status, body, url: from } = await lookAt(outside, url, most === undefined ? {} : { most })
    const { origin } = new URL(from)
    const json = readJsonObject(body)
    return {
      document: status === 200 && json !== undefined ? { origin, json } : undefined,
      missing: status === 404 || status === 410,
      refused: json !== undefined && [401, 403, 422].includes(status) && url.startsWith(`${origin}/`),
    }
  } catch (error) {
    return nothingFetched(error)
  }
}
