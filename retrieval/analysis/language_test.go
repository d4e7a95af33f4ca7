package analysis

import (
	"testing"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	d := NewDetector()
	for text, want := range map[string]string{
		"The pump must be checked before it is switched on again.":                        "en",
		"Team lunch is on Friday at noon, and the room is booked.":                        "en",
		"Die Pumpe muss geprüft werden, bevor sie wieder eingeschaltet wird.":             "de",
		"La bomba debe revisarse antes de que se vuelva a poner en marcha.":               "es",
		"La pompe doit être vérifiée avant d'être remise en marche par le service.":       "fr",
		"La pompa deve essere controllata prima che venga accesa di nuovo.":               "it",
		"De pomp moet worden gecontroleerd voordat hij weer wordt ingeschakeld.":          "nl",
		"A bomba não pode ser ligada novamente antes de ter sido verificada pela equipa.": "pt",
		"Насос должен быть проверен, прежде чем его снова включат.":                       "ru",
		"يجب فحص المضخة قبل إعادة تشغيلها من قبل الفريق المسؤول عن الصيانة.":              "ar",
		"重新启动之前必须检查水泵。":                                                                   "zh",
		"ポンプを再起動する前に点検してください。":                                                            "ja",
		"펌프를 다시 켜기 전에 점검해야 합니다.":                                                          "ko",
		"ต้องตรวจสอบปั๊มก่อนเปิดใหม่":                                                     "th",
		"Η αντλία πρέπει να ελεγχθεί πριν τεθεί ξανά σε λειτουργία.":                      "el",
		"יש לבדוק את המשאבה לפני הפעלתה מחדש.":                                            "he",
		"12345 67890": "",
		"":            "",
	} {
		if got := d.Text(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
