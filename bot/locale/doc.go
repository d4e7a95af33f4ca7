// Package locale holds what Docent says to people, all of it, in every language that it speaks, and how numbers and
// dates are written there. The words stand in one file a language, en.toml and its like, for translators to edit; the
// English one is the measure for the others, and what a language lacks isn't loaded at all.
package locale
