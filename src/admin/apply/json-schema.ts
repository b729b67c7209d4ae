import { z } from 'zod'
import { configurationSchema } from './configuration-file.ts'

/** The JSON Schema of `portico.yaml`, for editors. It knows forms and names; what needs a second look is left to `apply`. */
export const configurationJsonSchema = (): Readonly<Record<string, unknown>> => {
  const { $schema, ...rest } = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' })
  return { $schema, title: 'Portico configuration (portico.yaml)', ...rest }
}
