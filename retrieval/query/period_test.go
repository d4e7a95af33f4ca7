package query

import (
	"testing"
	"time"
)

func TestFindPeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{ // the words, the first and the last day; asked on Thursday 15 January 2026
		"What happened yesterday?":                      "yesterday 2026-01-14 2026-01-14",
		"What did they say last week?":                  "last week 2026-01-05 2026-01-11",
		"What was decided this week?":                   "this week 2026-01-09 2026-01-18",
		"prices last month":                             "last month 2025-12-01 2025-12-31",
		"How was this year?":                            "this year 2026-01-01 2026-12-31",
		"in the last 3 days":                            "last 3 days 2026-01-12 2026-01-15",
		"over the past two weeks":                       "past two weeks 2026-01-01 2026-01-15",
		"What was announced in January 2026?":           "January 2026 2026-01-01 2026-01-31",
		"What did he say on 14 January 2026?":           "14 January 2026 2026-01-14 2026-01-14",
		"What did he say on January 14, 2026?":          "January 14, 2026 2026-01-14 2026-01-14",
		"Who won in 2024?":                              "2024 2024-01-01 2024-12-31",
		"What about the 2024 model of the pump?":        "",
		"Who came in October?":                          "October 2025-10-01 2025-10-31",
		"May I come in?":                                "",
		"room 2026-14":                                  "",
		"Wer kam letzte Woche?":                         "letzte Woche 2026-01-05 2026-01-11",
		"Was geschah gestern?":                          "gestern 2026-01-14 2026-01-14",
		"Was wurde im Januar 2026 beschlossen?":         "Januar 2026 2026-01-01 2026-01-31",
		"Was geschah in den letzten 3 Tagen?":           "letzten 3 Tagen 2026-01-12 2026-01-15",
		"Wo ist hier der Ausgang?":                      "",
		"¿Qué pasó ayer?":                               "ayer 2026-01-14 2026-01-14",
		"¿Qué se decidió la semana pasada?":             "semana pasada 2026-01-05 2026-01-11",
		"¿Qué se anunció en enero de 2026?":             "enero de 2026 2026-01-01 2026-01-31",
		"¿Qué pasó en los últimos dos meses?":           "últimos dos meses 2025-11-15 2026-01-15",
		"Que s'est-il passé hier ?":                     "hier 2026-01-14 2026-01-14",
		"Qu'a-t-on décidé la semaine dernière ?":        "semaine dernière 2026-01-05 2026-01-11",
		"Qu'est-ce qui a changé l'année dernière ?":     "l'année dernière 2025-01-01 2025-12-31",
		"Qu'est-ce qui a été annoncé en janvier 2026 ?": "janvier 2026 2026-01-01 2026-01-31",
		"先週、何が決まりましたか？":                                 "先週 2026-01-05 2026-01-11",
		"昨日何がありましたか":                                    "昨日 2026-01-14 2026-01-14",
		"2026年1月に何が発表されましたか？":                           "2026年1月 2026-01-01 2026-01-31",
		"2026年1月14日に何がありましたか":                           "2026年1月14日 2026-01-14 2026-01-14",
		"what is the latest price":                      "latest",
		"":                                              "",
	} {
		p := findPeriod(text, askedOn)
		got := p.Words
		if !p.Since.IsZero() {
			got += " " + p.Since.Format(time.DateOnly) + " " + p.Until.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if p := findPeriod("What happened yesterday?", time.Time{}); !p.IsZero() {
		t.Errorf("without a day it is asked on, yesterday is %+v", p)
	}
}
