const sideMost = 1_400

/** The text of the QR code in a picture file or a video's frame; null when there is none. The reader is loaded when first needed. */
export async function readQr(picture: Blob | HTMLVideoElement): Promise<string | null> {
  const image = picture instanceof Blob ? await createImageBitmap(picture) : picture
  const [wide, high] =
    image instanceof HTMLVideoElement ? [image.videoWidth, image.videoHeight] : [image.width, image.height]
  if (wide === 0 || high === 0) return null
  const scale = Math.min(1, sideMost / Math.max(wide, high))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(wide * scale)
  canvas.height = Math.round(high * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  const { default: read } = await import('jsqr')
  return read(data, width, height)?.data || null
}

/** A camera that looks away from the person, if there is one; null when there is none, or it was refused. */
export async function openCamera(): Promise<{ stream: MediaStream } | { refused: boolean }> {
  if (!navigator.mediaDevices?.getUserMedia) return { refused: false }
  try {
    return { stream: await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }) }
  } catch (error) {
    return { refused: error instanceof DOMException && error.name === 'NotAllowedError' }
  }
}
