/** The paper of the story: a one-page PDF for each diploma. */
import { PDFDocument, rgb, StandardFonts } from "@cantoo/pdf-lib"
import type { DemoDiploma } from "@concordat/services/provenance/demo"

const PAGE: [number, number] = [595, 420]
const INK = rgb(0.1, 0.11, 0.11)
const MUTED = rgb(0.33, 0.36, 0.34)
const ACCENT = rgb(0.11, 0.29, 0.57)

/** The bytes of the PDF; `issued` stands in its metadata: the same story gives the same file. */
export async function diplomaPdf({ fields }: DemoDiploma, issued: number): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const when = new Date(issued)
  document.setTitle(String(fields["title"]))
  document.setProducer("Concordat demonstration")
  document.setCreationDate(when)
  document.setModificationDate(when)
  const page = document.addPage(PAGE)
  const serif = await document.embedFont(StandardFonts.TimesRoman)
  const bold = await document.embedFont(StandardFonts.TimesRomanBold)
  const write = (text: string, y: number, size: number, font = serif, color = INK) => {
    const x = (PAGE[0] - font.widthOfTextAtSize(text, size)) / 2
    page.drawText(text, { x, y, size, font, color })
  }
  page.drawRectangle({
    ...{ x: 24, y: 24, width: PAGE[0] - 48, height: PAGE[1] - 48 },
    ...{ borderColor: ACCENT, borderWidth: 1.5 },
  })
  write("Ministry of Education", 346, 16, serif, MUTED)
  write(String(fields["title"]), 296, 30, bold)
  write("is awarded to", 252, 14, serif, MUTED)
  write(String(fields["holder.name"]), 214, 26, bold)
  write(`Grade ${fields["grade"]}, ${fields["credits"]} credits`, 172, 16)
  write("A demonstration document. It has no meaning outside this ledger.", 60, 10, serif, MUTED)
  return document.save({ useObjectStreams: false })
}
