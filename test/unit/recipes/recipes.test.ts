import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import { type Application, defaultDetails } from '../../../src/applications/application.ts'
import { applySettings } from '../../../src/applications/settings.ts'
import { type QuestionTexts, recipeTexts } from '../../../src/locales/recipe-texts.ts'
import { languages } from '../../../src/locales/sentences.ts'
import { readAnswers } from '../../../src/recipes/answers.ts'
import { guideOf, textOf } from '../../../src/recipes/guide.ts'
import { notRelyingParties } from '../../../src/recipes/not-relying-parties.ts'
import { type Block, type Given, type Installation, type Recipe, secretMark } from '../../../src/recipes/recipe.ts'
import { recipes } from '../../../src/recipes/recipes.ts'
import { overrideFile } from '../../../src/recipes/text.ts'

const installation: Installation = {
  name: 'Anna’s "place" $HOME',
  base: 'https://id.example.org',
  issuer: 'https://id.example.org',
  discovery: 'https://id.example.org/.well-known/openid-configuration',
  authorization: 'https://id.example.org/authorize',
  token: 'https://id.example.org/token',
  userinfo: 'https://id.example.org/userinfo',
  jwks: 'https://id.example.org/jwks',
  endSession: 'https://id.example.org/end-session',
  account: 'https://id.example.org/account',
  signUp: 'https://id.example.org/sign-up',
  icon: 'https://id.example.org/icon',
}

const exampleAnswers = (recipe: Recipe): Record<string, string> => {
  const typed = recipe.asks.map((ask) => [ask.name, ask.kind === 'choice' ? ask.options[0] : ask.example] as const)
  const read = readAnswers(recipe, Object.fromEntries(typed))
  assert.ok(read.ok, JSON.stringify(read))
  return { ...read.answers }
}

const givenTo = (recipe: Recipe): Omit<Given, 'clientSecret'> => ({
  installation,
  answers: exampleAnswers(recipe),
  application: { clientId: 'k3Vt9Qd1xwZ', name: recipe.name, slug: recipe.slug },
})

const blank: Application = {
  ...defaultDetails,
  ...{ id: '', slug: '', clientId: 'k3Vt9Qd1xwZ', name: '', managed: false, createdAt: 0, updatedAt: 0 },
}

const nothingSeen = {
  clientId: '',
  issuer: '',
  header: {},
  idToken: {},
  userinfo: undefined,
  token: {},
  discovery: {},
  now: 0,
}

for (const recipe of recipes) {
  describe(`the recipe for ${recipe.name}`, () => {
    it('has every sentence that it names, and none that it does not, in every language', async () => {
      for (const { tag } of languages) {
        const texts = (await recipeTexts(tag)).recipes[recipe.slug]
        assert.ok(texts, tag)
        for (const ask of recipe.asks) {
          const said: QuestionTexts | undefined = texts.asks[ask.name]
          assert.ok(said !== undefined || ask.name === 'host', `${tag}: ${ask.name}`)
          if (ask.kind === 'choice') assert.deepEqual(Object.keys(said?.options ?? {}), ask.options)
        }
        const named = (names: object, known: readonly string[]) =>
          assert.deepEqual(
            Object.keys(names).filter((name) => !known.includes(name)),
            [],
            tag,
          )
        const blocks = recipe.blocks({ ...givenTo(recipe), clientSecret: 's' })
        named(
          texts.asks,
          recipe.asks.map(({ name }) => name),
        )
        named(
          texts.blocks,
          blocks.map(({ id }) => id),
        )
        assert.deepEqual(Object.keys(texts.traps), recipe.traps)
        const everything = blocks.map(textOf).join('\n')
        named(
          texts.why,
          Object.keys(texts.why).filter((name) => everything.includes(name)),
        )
        assert.ok(texts.about !== '' && texts.existing !== '')
      }
    })

    it('makes an application that nothing is wrong with', () => {
      const given = givenTo(recipe)
      const { application, problems } = applySettings(blank, {
        ...recipe.application(given),
        name: recipe.name,
        slug: recipe.slug,
        recipe: recipe.slug,
        answers: given.answers,
      })
      assert.deepEqual(problems, [])
      assert.ok(application.redirectUris.length > 0)
    })

    it('asks people for an address where the application refuses them without', () => {
      const given = givenTo(recipe)
      const needs = recipe.checks(nothingSeen, given.answers).some(({ claim, needed }) => claim === 'email' && needed)
      assert.equal(recipe.application(given).missingEmail ?? 'none', needs ? 'ask' : 'none')
    })

    it('has blocks with one name each, whole, and without anything to fill in', () => {
      const { blocks, complete } = guideOf(recipe, givenTo(recipe), 'pcs_0123456789')
      assert.ok(complete)
      assert.equal(new Set(blocks.map(({ id }) => id)).size, blocks.length)
      for (const block of blocks) {
        assert.doesNotMatch(
          textOf(block),
          /undefined|\[object|<[A-Za-z -]+>|\bTODO\b|your[-_ ]|example\.com/i,
          block.id,
        )
        if (block.insteadOf !== undefined) assert.ok(blocks.some(({ id }) => id === block.insteadOf))
      }
    })

    it('is started again by what makes it read a file', () => {
      const isRead = (block: Block): boolean =>
        block.into.kind === 'file' &&
        !['env', 'php', 'json'].includes(block.language) &&
        block.into.name !== overrideFile
      if (!recipe.blocks({ ...givenTo(recipe), clientSecret: 'pcs_0123456789' }).some(isRead)) return
      // Docker Compose leaves a container alone whose environment is as it was.
      for (const command of recipe.restart) assert.doesNotMatch(command, /\bup -d (?!--force-recreate)/)
    })

    it('puts the secret only where it is needed, and marks the place when it is not known', () => {
      const given = givenTo(recipe)
      const confidential = recipe.application(given).confidential !== false
      const known = guideOf(recipe, given, 'pcs_0123456789').blocks.map(textOf).join('\n')
      assert.equal(known.includes('pcs_0123456789'), confidential)
      assert.equal(guideOf(recipe, given, undefined).complete, !confidential)
      const unknown = guideOf(recipe, given, undefined).blocks.map(textOf).join('\n')
      assert.equal(unknown.replaceAll(secretMark, 'pcs_0123456789').includes('pcs_0123456789'), confidential)
    })

    it('writes YAML and JSON that say what was meant, whatever this place is called', () => {
      for (const block of recipe.blocks({ ...givenTo(recipe), clientSecret: 'pcs_0123456789' })) {
        if (block.language === 'yaml') assert.ok(typeof parse(textOf(block)) === 'object', block.id)
        if (block.language === 'json') JSON.parse(textOf(block))
      }
    })

    it('refuses what has nothing in it, and names a claim or a field that is missing', () => {
      const checks = recipe.checks(nothingSeen, exampleAnswers(recipe))
      assert.ok(checks.some(({ ok, needed }) => !ok && needed))
    })

    it('is the same every time', () => {
      const make = () => guideOf(recipe, givenTo(recipe), 'pcs_0123456789').blocks
      assert.ok(isDeepStrictEqual(make(), make()))
    })
  })
}

describe('recipes', () => {
  it('have a short name each, and none that stands for what cannot be connected', () => {
    const slugs = [...recipes, ...notRelyingParties].map(({ slug }) => slug)
    assert.equal(new Set(slugs).size, slugs.length)
    assert.ok(slugs.every((slug) => /^[a-z0-9-]{2,30}$/.test(slug)))
  })

  it('say why something is none, in every language', async () => {
    for (const { tag } of languages) {
      const { notHere, recipes: texts } = await recipeTexts(tag)
      assert.deepEqual(
        Object.keys(notHere),
        notRelyingParties.map(({ slug }) => slug),
      )
      assert.deepEqual(Object.keys(texts).sort(), recipes.map(({ slug }) => slug).sort())
    }
  })
})
