/** How often a property is tried: as written, or `FUZZ_RUNS` times, for a night of it. */
export const runs = (usual: number): { readonly numRuns: number } => ({
  numRuns: Number(process.env['FUZZ_RUNS'] ?? usual),
})
