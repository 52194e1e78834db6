/** Language of the pages a customer sees. Default: `en`. */
export type FlowLanguage = 'en' | 'de' | 'fr' | 'it' | 'es' | (string & {});

/** `EMBEDDED`: for Kombo's SDK in your pages, valid for an hour. `MAGIC_LINK`: to be sent out. */
export type FlowLinkType = 'EMBEDDED' | 'MAGIC_LINK' | (string & {});

/** A page of Kombo's for a customer. Whoever has the link can use it. */
export interface FlowLink {
  link: string;
}
