/** A text message on its way. `id` is the same at every try, so that a provider sends it once. */
export type Message = { id: string; to: string; masked: string; text: { zh: string; en: string } }
