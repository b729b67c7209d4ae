import type { Block } from './recipe.ts'
import { composeOverride, envLines, overrideFile, type Settings } from './text.ts'

/** The same settings twice, of which one is enough: beside Docker Compose's file, or as an environment by itself. */
export const environmentBlocks = (service: string, settings: Settings): readonly Block[] => [
  {
    id: 'compose',
    into: { kind: 'file', name: overrideFile },
    language: 'yaml',
    content: composeOverride(service, settings),
  },
  {
    id: 'env',
    insteadOf: 'compose',
    into: { kind: 'environment', name: service },
    language: 'env',
    content: envLines(settings),
  },
]
