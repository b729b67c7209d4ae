import { z } from 'zod'
import { configurationSchema } from './configuration-file.ts'
import { withPatterns } from './source-aliases.ts'

/** The JSON Schema of `portico.yaml`, for editors. It knows forms and names; what needs a second look is left to `apply`. */
export const configurationJsonSchema = (): Readonly<Record<string, unknown>> => {
  const { $schema, ...rest } = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' })
  return { $schema, title: 'Portico configuration (portico.yaml)', ...withOtherNames(rest) }
}

/** A provider's entry takes the names that other programs have for the same. */
const withOtherNames = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (_key, value) =>
    value?.properties?.kind?.const === 'openid' ? withPatterns(value) : value,
  )
