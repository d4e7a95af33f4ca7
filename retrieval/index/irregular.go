package index

import "strings"

// irregular maps forms of English words that no suffix rule reaches to the form that it does. Forms that are also words
// of their own with another meaning ("saw", "left", "found", "felt", "lay", "wound", "bore", "rose") are left as they are.
var irregular = irregularForms(`
	be: been; become: became; begin: began begun; bend: bent; bite: bitten; bleed: bled; blow: blew blown; break: broke broken;
	bring: brought; build: built; burn: burnt; buy: bought; catch: caught; choose: chose chosen; come: came; deal: dealt;
	dig: dug; draw: drew drawn; drink: drank drunk; drive: drove driven; eat: ate eaten; fall: fell fallen; feed: fed;
	fight: fought; flee: fled; fly: flew flown; forbid: forbade forbidden; forget: forgot forgotten; forgive: forgave forgiven;
	freeze: froze frozen; get: got gotten; give: gave given; go: went gone; grow: grew grown; hang: hung; hear: heard; hide: hid hidden;
	hold: held; keep: kept; know: knew known; lead: led; learn: learnt; lend: lent; light: lit; lose: lost; make: made; mean: meant;
	meet: met; pay: paid; ride: rode ridden; ring: rang rung; run: ran; say: said; see: seen; seek: sought; sell: sold; send: sent;
	shake: shook shaken; shine: shone; shoot: shot; show: shown; sing: sang sung; sink: sank sunk; sit: sat; sleep: slept;
	slide: slid; speak: spoke spoken; spend: spent; spin: spun; stand: stood; steal: stole stolen; stick: stuck; strike: struck stricken;
	swear: swore sworn; sweep: swept; swim: swam swum; swing: swung; take: took taken; teach: taught; tear: tore torn; tell: told;
	think: thought; throw: threw thrown; understand: understood; wake: woke woken; wear: wore worn; win: won; withdraw: withdrew withdrawn;
	write: wrote written;
	child: children; foot: feet; goose: geese; man: men; mouse: mice; person: people; tooth: teeth; woman: women;
	analysis: analyses; basis: bases; crisis: crises; criterion: criteria; phenomenon: phenomena; life: lives; wife: wives; half: halves;
	knife: knives; wolf: wolves; leaf: leaves; thief: thieves
`)

func irregularForms(table string) map[string]string {
	out := map[string]string{}
	for entry := range strings.SplitSeq(table, ";") {
		base, forms, _ := strings.Cut(strings.TrimSpace(entry), ":")
		for _, f := range strings.Fields(forms) {
			out[f] = base
		}
	}
	return out
}
