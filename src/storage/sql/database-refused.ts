/** The database cannot be used as it is, and trying again will not help. The message is one sentence for an administrator. */
export class DatabaseRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseRefused'
  }
}
