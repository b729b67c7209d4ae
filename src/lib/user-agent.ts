/** Who goes out, and where to complain: for the administrators of those we ask. Some servers refuse a request without a name. */
export const userAgent = (base: string): string => `Portico (+${base})`
