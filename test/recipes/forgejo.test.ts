import { forgejo } from '../../src/recipes/forgejo.ts'
import { describeForge } from '../support/forge.ts'

describeForge(forgejo, { pkce: true })
