/**
 * Upper bounds of what one request may hold.
 *
 * Kombo documents no length or count limits (OpenAPI document of 2026-05-02: no `maxLength`, no
 * `maxItems`). These exist for one reason only: a request is held in memory, stored and forwarded
 * whole, so its size must have an end. They are far above anything an ATS shows to a recruiter.
 * Lengths count Unicode code points.
 */
export const LIMITS = {
  /** Integration, candidate and application ids; Kombo's own are 24 characters, plus a tool slug. */
  idLength: 512,
  /** A link text; an ATS shows one line of it. */
  labelLength: 4_096,
  /** Browsers and proxies stop at 8–64 kB; a signed link is about 2 kB. */
  urlLength: 16_384,
  /** Attribute names and the custom field prefix become field names in the ATS. */
  keyLength: 4_096,
  /** Attribute values: scores and short texts; room for a long remark. */
  valueLength: 65_536,
  /** Attributes of one result link. */
  attributeCount: 1_000,
  /** How deep `remote_fields` may nest; guards every recursive step that follows. */
  depth: 32,
} as const;
