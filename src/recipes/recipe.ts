import type { Application } from '../applications/application.ts'
import type { ApplicationSettings } from '../applications/settings.ts'
import type { Check, Seen } from './check.ts'
import type { Question } from './question.ts'

/**
 * How to connect one kind of application: data, and pure functions of the answers to a few questions. It is used by the console, by
 * the command line, for the documentation and by its test. Everything it says in sentences is in `locales/recipes-<tag>/<slug>.ts`
 * under the names used here; a test holds the two against each other.
 */
export interface Recipe<Name extends string = string> {
  /** Small letters, digits and dashes; also the application's short name to begin with. */
  readonly slug: string
  /** As its makers write it. Nobody translates it. */
  readonly name: string
  readonly family: Family
  /** In the order in which they are asked. The first is where it is. */
  readonly asks: readonly Question<Name>[]
  /** What to create. The name is added, and what is left out is as in every application. */
  application(asked: Asked<Name>): ApplicationWanted
  /** What to paste, complete: nothing in it is left to be edited by hand. */
  blocks(given: Given<Name>): readonly Block[]
  /** Any one of these makes it read what was pasted. None where it notices by itself. */
  readonly restart: readonly string[]
  /** Names of traps, each with its sentence. */
  readonly traps: readonly string[]
  /** What this application demands of what it is given, in the order in which it looks. */
  checks(seen: Seen, answers: AnswersTo<Name>): readonly Check[]
  /** Documentation and code that say so. */
  readonly sources: readonly string[]
}

/** By what people look for it. */
export type Family = 'fediverse' | 'chat' | 'files' | 'media' | 'code' | 'writing' | 'work' | 'identity' | 'any'

/** What is answered is a text, checked and in its one spelling; an empty one when the question may be left open. */
export type AnswersTo<Name extends string> = Readonly<Record<Name, string>>
export type Answers = AnswersTo<string>

/** This installation, as an application has to know it. Whole addresses. */
export interface Installation {
  /** What people call it. */
  readonly name: string
  readonly base: string
  /** Compared letter by letter by nearly everybody. */
  readonly issuer: string
  readonly discovery: string
  readonly authorization: string
  readonly token: string
  readonly userinfo: string
  readonly jwks: string
  readonly endSession: string
  /** Where people look after their account here. */
  readonly account: string
  /** Where people make themselves an account; undefined while they cannot. */
  readonly signUp?: string | undefined
  /** A picture that any page may show. */
  readonly icon: string
}

export interface Asked<Name extends string = string> {
  readonly installation: Installation
  readonly answers: AnswersTo<Name>
}

export type ApplicationWanted = Required<Pick<ApplicationSettings, 'redirectUris'>> &
  Omit<ApplicationSettings, 'name' | 'slug' | 'clientId' | 'recipe' | 'managed'>

export interface Given<Name extends string = string> extends Asked<Name> {
  readonly application: Pick<Application, 'clientId' | 'name' | 'slug'>
  /** The secret, or `secretMark` where it is not known any more. Letters and digits only, or the mark. */
  readonly clientSecret: string
}

/** Stands where the secret stood when a block is shown again. */
export const secretMark = '••••••••'

export interface Block {
  /** Names its sentence, and the element on a page. */
  readonly id: string
  readonly into: Place
  readonly language: 'env' | 'yaml' | 'ini' | 'json' | 'sh' | 'javascript' | 'php' | 'elixir' | 'text'
  /** To be pasted as one piece, or to be entered field by field. */
  readonly content: string | readonly Entry[]
  /** One of the two is enough: this one, or the one with that id. */
  readonly insteadOf?: string
  /** Not for everybody: an extra, or for the time in which people who have an account there move to this sign-in. */
  readonly only?: 'extra' | 'existing'
}

export interface Entry {
  /** As the application's form calls it. */
  readonly label: string
  readonly value: string
}

/** Where a block goes. Names are what the application calls them. */
export type Place =
  | { readonly kind: 'file'; readonly name: string }
  /** Of a container or a unit: `romm`. */
  | { readonly kind: 'environment'; readonly name: string }
  /** A command, typed where that runs. */
  | { readonly kind: 'command'; readonly name: string }
  /** A page of its settings, as the way to it: `Authentication › Social`. */
  | { readonly kind: 'form'; readonly name: string }
