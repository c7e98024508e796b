/* govuk-frontend ships no types: the parts that our scripts start. Each finds its root by `data-module`. */
declare module 'govuk-frontend/dist/govuk/components/button/button.mjs' {
  export class Button { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs' {
  export class CharacterCount { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs' {
  export class Checkboxes { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs' {
  export class ErrorSummary { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs' {
  export class ExitThisPage { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/file-upload/file-upload.mjs' {
  export class FileUpload { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs' {
  export class NotificationBanner { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/password-input/password-input.mjs' {
  export class PasswordInput { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/radios/radios.mjs' {
  export class Radios { constructor(root: Element | null) }
}
declare module 'govuk-frontend/dist/govuk/components/tabs/tabs.mjs' {
  export class Tabs { constructor(root: Element | null) }
}
