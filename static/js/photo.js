/* Large photos become smaller before they go up: JPEG, at most 2,000 px, upright. Where they were taken stays on the
   device unless its owner says otherwise; then the photo's own EXIF goes along. What cannot be decoded goes as it is. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.photo = (function () {
  const LARGE = 2 * 1024 * 1024;
  const SIDE = 2000;
  const START = 128 * 1024; // EXIF is at most 64 kB and stands near the beginning
  const EXIF = 0x45786966;
  const ORIENTATION = 0x112;

  /* The EXIF segment, saying "upright", since the picture has been turned; nothing when there is none. */
  function exifOf(buffer) {
    const view = new DataView(buffer);
    for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint8(at + 1) !== 0xe1 || view.getUint32(at + 4) !== EXIF) continue;
      const start = at + 10;
      const little = view.getUint16(start) === 0x4949;
      let entry = start + view.getUint32(start + 4, little);
      for (let left = view.getUint16(entry, little); left; left--) {
        if (view.getUint16(entry + 2, little) === ORIENTATION) view.setUint16(entry + 10, 1, little);
        entry += 12;
      }
      return buffer.slice(at, at + 2 + view.getUint16(at + 2));
    }
  }

  async function parts(file, keepsPlace) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const sheet = canvas.getContext("2d");
    sheet.fillStyle = "#fff"; // under what is transparent
    sheet.fillRect(0, 0, SIDE, SIDE);
    sheet.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!jpeg) throw new Error("no memory for the picture");
    const exif = keepsPlace && file.type === "image/jpeg" && exifOf(await file.slice(0, START).arrayBuffer());
    return exif ? [jpeg.slice(0, 2), exif, jpeg.slice(2)] : [jpeg];
  }

  const canShrink = (file) => file.size > LARGE && /^image\/(jpe?g|png)$/.test(file.type);

  async function shrink(file, keepsPlace) {
    if (!canShrink(file)) return file;
    try {
      const name = file.name.replace(/\.png$/i, ".jpg");
      const smaller = new File(await parts(file, keepsPlace), name, { type: "image/jpeg" });
      return smaller.size < file.size ? smaller : file;
    } catch {
      return file;
    }
  }

  return { canShrink, shrink };
})();
