import { gitea } from '../../src/recipes/gitea.ts'
import { describeForge } from '../support/forge.ts'

describeForge(gitea, { pkce: false })
