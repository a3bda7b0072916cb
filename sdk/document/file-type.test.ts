/** Files before they are registered: their type, their size, their name. */
import { Invalid, utf8 } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { checkFile, fileTypeOf } from "./file-type.ts"
import { DOCUMENT_BYTES_MAX } from "./limits.ts"

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Invalid) return error.code
    throw error
  }
  return "accepted"
}

const PDF = utf8("%PDF-1.7\n")
const ZIP = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14)

describe("the bytes decide what a file is", () => {
  test.each([
    ["pdf", PDF],
    ["zip", ZIP],
    ["png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["jpeg", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ["gif", utf8("GIF89a")],
    ["unknown", utf8("%PD")],
    ["unknown", new Uint8Array(0)],
  ] as const)("%s", (type, bytes) => {
    expect(fileTypeOf(bytes)).toBe(type)
  })
})

describe("a file before it is registered", () => {
  test("agrees with its name, or has a name that promises nothing", () => {
    expect(checkFile(PDF, "diploma.pdf")).toBe("pdf")
    expect(checkFile(PDF, "DIPLOMA.PDF")).toBe("pdf")
    expect(checkFile(PDF)).toBe("pdf")
    expect(checkFile(ZIP, "letter.docx")).toBe("zip")
    expect(checkFile(utf8("name;grade\n"), "grades.csv")).toBe("unknown")
    expect(checkFile(utf8("text"), "constructor")).toBe("unknown")
  })

  test("a ZIP named .pdf is refused, and so is text named .png", () => {
    expect(codeOf(() => checkFile(ZIP, "diploma.pdf"))).toBe("file_type_mismatch")
    expect(codeOf(() => checkFile(utf8("hello"), "photo.png"))).toBe("file_type_mismatch")
  })

  test("0 bytes and more than 100 MiB are refused", () => {
    expect(codeOf(() => checkFile(new Uint8Array(0), "a.pdf"))).toBe("file_empty")
    expect(codeOf(() => checkFile(new Uint8Array(DOCUMENT_BYTES_MAX + 1)))).toBe("file_too_large")
    expect(codeOf(() => checkFile(new Uint8Array(DOCUMENT_BYTES_MAX)))).toBe("accepted")
  })
})
