import type { Time } from '../lib/clock.ts'

export type SeenClaims = Readonly<Record<string, unknown>>

/** One sign-in as the application saw it: everything it was given, decoded. */
export interface Seen {
  readonly clientId: string
  /** The issuer that the application was told to expect. */
  readonly issuer: string
  readonly header: { readonly alg?: unknown; readonly kid?: unknown; readonly enc?: unknown }
  /** Empty where there was none. */
  readonly idToken: SeenClaims
  /** Undefined where it was refused. */
  readonly userinfo: SeenClaims | undefined
  /** The token endpoint's answer. Tokens in it may be masked. */
  readonly token: SeenClaims
  readonly discovery: SeenClaims
  /** What was sent with the request, where the application sends one. */
  readonly nonce?: string | undefined
  /** How long the code was. */
  readonly codeLength?: number | undefined
  readonly now: Time
}

/** What an application looked at, and whether it was content. */
export interface Check {
  readonly ok: boolean
  readonly code: CheckCode
  /** Without it nobody gets in. Otherwise something is only missing or done twice. */
  readonly needed: boolean
  /** The claim it is about, or the field of the discovery document. */
  readonly claim?: string
  readonly found?: string
  readonly expected?: string
  /** What mends it, here. */
  readonly remedy?: Remedy
}

/** Each has two sentences: for when it is right and for when it is not. */
export type CheckCode =
  /** The issuer is reached by https. */
  | 'https'
  /** Discovery has the fields that it insists on. */
  | 'discovery'
  | 'issuer'
  /** The ID token is from that issuer. */
  | 'issued_by'
  | 'audience'
  | 'algorithm'
  /** The token can be read without a key of the application's. */
  | 'plain'
  | 'lifetime'
  | 'nonce'
  /** A claim is there and is a text. */
  | 'claim'
  /** A claim is there and is a list of texts. */
  | 'list'
  /** A claim, where it is there, is true or false and no word for it. */
  | 'flag'
  | 'email_verified'
  /** The account's name there, as it makes it of what we say. */
  | 'username'
  /** One of the roles or groups that it lets in. */
  | 'role'
  | 'userinfo'
  /** Userinfo is about whom the ID token is about. */
  | 'subject'
  | 'token_type'
  | 'code_length'
  /** A client authentication, or a PKCE method, that it can do is offered. */
  | 'offered'

/** Each has its sentence, and where it can be done with a button, that. */
export type Remedy =
  /** Let the application have the scope that this claim belongs to. */
  | 'allow_scope'
  | 'set_email'
  | 'set_picture'
  /** Vouch for the address, or let its owner confirm it. */
  | 'verify_email'
  | 'set_algorithm'
  | 'rename'
  | 'set_name'
  | 'join_group'
  /** Only of somebody who has come from there can it be told. */
  | 'from_fediverse'
  | 'use_https'
  | 'copy_issuer'
