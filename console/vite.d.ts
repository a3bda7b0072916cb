/** What Vite adds to the language: styles, workers and addresses as modules. */
/// <reference types="vite/client" />
