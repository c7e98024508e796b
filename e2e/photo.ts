import sharp from 'sharp';

/** A small photograph as a phone makes it: with the place and the make of the phone hidden inside. */
export async function photo(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#37424a"/><rect x="180" y="90" width="280" height="390" fill="#7d6b54"/><circle cx="430" cy="290" r="14" fill="#d8c9a3"/><path d="M200 380l90 -60l40 70z" fill="#51412f"/></svg>';
  const buffer = await sharp(Buffer.from(svg))
    .jpeg({ quality: 70 })
    .withExif({ IFD0: { Make: 'Fairphone', Model: 'FP5', Copyright: 'somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 46/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '0/1 6/1 36/1' } })
    .toBuffer();
  return { name: 'door.jpg', mimeType: 'image/jpeg', buffer };
}
