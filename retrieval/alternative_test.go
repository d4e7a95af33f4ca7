package retrieval

import (
	"testing"
)

// TestOtherWays asks in other words than the documents use. Each document has one statement; around them stand others, so that
// the words mean something.
func TestOtherWays(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"apec.md":    "# Summit\n\nThe Asia-Pacific Economic Cooperation (APEC) was hosted by Gyeongju. Its secretariat sits in Singapore.\n",
		"who.md":     "# Health\n\nWHO (World Health Organization) sent two doctors to the island.\n",
		"setup.md":   "# Machines\n\nThe set-up of the lathe takes forty minutes.\n",
		"login.md":   "# Accounts\n\nThe login page is green and round.\n",
		"flight.md":  "# Hangar\n\nThe F-16 is parked in hangar nine. The price of 16 tyres and a letter F is low.\n",
		"covid.md":   "# Illness\n\nCOVID-19 closed the canteen for nineteen days.\n",
		"price.md":   "# Prices\n\nThe crane weighs 12,500 kilograms and lifts a lot.\n",
		"version.md": "# Release\n\nRelease v2.1 mends the printer; release 3.5 breaks it again.\n",
		"mail.md":    "# Contact\n\nWrite to anna.meier@example.com about keys. Bernd Meier has no keys.\n",
		"farbe.md":   "# Anstrich\n\nDie Sicherheit der Wirtschaft hängt an der Brücke, sagt der Verband der Reeder.\n",
		"ten.md":     "# Tennis\n\nThe players' lockers are blue. The coach's whistle is silver.\n",
		"otan.md":    "# Alianza\n\nLa Organización del Tratado del Atlántico Norte (OTAN) abrió una oficina en Cádiz.\n",
	})
	l := open(t, docs)
	for text, want := range map[string]string{ // the document, and what was also looked for
		"Who hosted APEC?": "apec.md Asia-Pacific Economic Cooperation",
		"Where is the secretariat of the Asia-Pacific Economic Cooperation?":        "apec.md APEC",
		"How many doctors did the World Health Organization send?":                  "who.md WHO",
		"How many doctors did WHO send?":                                            "who.md World Health Organization",
		"How long does the setup of the lathe take?":                                "setup.md ",
		"How long does it take to set up the lathe?":                                "setup.md ",
		"Which colour does the log-in page have, green?":                            "login.md ",
		"Is the log in page round?":                                                 "login.md ",
		"Where is the F16 parked?":                                                  "flight.md ",
		"Where is the F-16 parked?":                                                 "flight.md ",
		"How long did COVID19 close the canteen?":                                   "covid.md ",
		"What weighs 12500 kilograms?":                                              "price.md ",
		"Which release mends the printer, v2.1?":                                    "version.md ",
		"Who is anna.meier@example.com?":                                            "mail.md ",
		"Woran hängt die Wirtschaftssicherheit, sagt der Verband?":                  "farbe.md ",
		"What colour are the players lockers?":                                      "ten.md ",
		"Is the coach’s whistle silver?":                                            "ten.md ",
		"¿Dónde abrió una oficina la OTAN?":                                         "otan.md Organización del Tratado del Atlántico Norte",
		"¿Dónde abrió una oficina la Organización del Tratado del Atlántico Norte?": "otan.md OTAN",
		"Who hosted NATO?":                                                          "",
	} {
		a, err := l.Answer(t.Context(), Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var got, also string
		if a.Found {
			for _, r := range a.Read.Also {
				also += r.Read
			}
			got = a.Snippets[0].Citation.Path + " " + also
		}
		if got != want {
			t.Errorf("%q: got %q (%.2f), want %q; read %+v\n%s", text, got, a.Confidence, want, a.Read, describe(a))
		}
	}
}
