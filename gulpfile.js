const { rm } = require('node:fs/promises');
const { src, dest, parallel } = require('gulp');

/** Starts every build from nothing, so that a deleted source leaves no file in the package. */
const clean = () => rm('dist', { recursive: true, force: true });

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

/** The codex: categories and search words, read by n8n beside the built node. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/** The fields of each operation's output, which n8n's editor shows before the first run. */
const schemas = () => src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));

module.exports = { clean, assets: parallel(icons, codex, schemas) };
