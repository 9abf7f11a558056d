package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/hall/queue/queuetest"
	"github.com/brighthall/brighthall/sync/web"
)

// rig is a real hall and its visitors' pages.
type rig struct {
	*testing.T
	hall  *queue.Queue
	pages http.Handler
	keys  int
}

func newRig(t *testing.T, change ...func(*hall.Setup)) *rig {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&setup)
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	q, err := queue.New(t.Context(), &queuetest.Memory{}, queue.Options{Key: make(hall.Key, 32), Seed: &setup, BaseURL: "http://hall",
		CheckPIN: func(string, string) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- q.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return &rig{T: t, hall: q, pages: web.New(q, book, web.Options{})}
}

func (r *rig) key() string {
	r.keys++
	return strings.Repeat("k", r.keys)
}

// take issues a ticket and gives its page's path.
func (r *rig) take(service string) (hall.Standing, string) {
	r.Helper()
	s, err := r.hall.Issue(r.Context(), hall.IssueRequest{ID: hall.TicketID("ticket" + r.key()), Service: service, Source: hall.FromKiosk, Customer: hall.CustomerID("secret-person-" + r.key())})
	if err != nil {
		r.Fatal(err)
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		r.Fatal(err)
	}
	return s, u.Path
}

func (r *rig) act(v hall.Verb, id hall.TicketID) {
	r.Helper()
	if _, err := r.hall.Act(r.Context(), hall.Action{Key: r.key(), Ticket: id, Verb: v, Counter: "3"}); err != nil {
		r.Fatal(v, err)
	}
}

func (r *rig) get(path string, header ...string) *httptest.ResponseRecorder {
	q := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.pages.ServeHTTP(w, q)
	return w
}

func (r *rig) post(path string, form url.Values) *httptest.ResponseRecorder {
	q := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	r.pages.ServeHTTP(w, q)
	return w
}

func (r *rig) says(w *httptest.ResponseRecorder, status int, words ...string) {
	r.Helper()
	if w.Code != status {
		r.Errorf("status %d, want %d", w.Code, status)
	}
	for _, word := range words {
		if !strings.Contains(w.Body.String(), word) {
			r.Errorf("the page says nothing of %q:\n%s", word, w.Body)
		}
	}
}

// A whole visit, as the visitor's phone shows it.
func TestThePageFollowsTheVisit(t *testing.T) {
	r := newRig(t)
	first, _ := r.take("B05")
	s, path := r.take("B05")
	r.says(r.get(path), 200, string(s.No), "前面还有", ">1<", "居民过户", "演示数据", "取消排队", "95598", "窗口暂未开放")
	if _, err := r.hall.Desk(t.Context(), hall.CounterAction{Key: r.key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "4826"}); err != nil {
		t.Fatal(err)
	}
	r.act(hall.Call, first.ID)
	r.act(hall.NoShow, first.ID)
	r.says(r.get(path), 200, "下一位就是您", "叫到后去", "3 号窗口")
	r.act(hall.Call, s.ID)
	r.says(r.get(path), 200, "轮到您了", "3 号窗口")
	r.act(hall.Start, s.ID)
	r.says(r.get(path), 200, "正在 3 号窗口办理")
	r.act(hall.Finish, s.ID)
	r.says(r.get(path), 200, "已经办结")
	if strings.Contains(r.get(path).Body.String(), "amp;give-up") {
		t.Error("a finished visit can be given up")
	}
}

// TestThePageOfAHallWhoseWindowsHaveNames reads them as they are painted on the glass.
func TestThePageOfAHallWhoseWindowsHaveNames(t *testing.T) {
	for label, want := range map[string]string{"低压1": "低压1", "VIP室": "VIP室", "28号窗口": "28 号窗口", "A12": "A12 号窗口", "12": "12 号窗口"} {
		r := newRig(t, func(s *hall.Setup) {
			for i := range s.Counters {
				if s.Counters[i].ID == "3" {
					s.Counters[i].Label = label
				}
			}
		})
		s, path := r.take("B05")
		if _, err := r.hall.Desk(t.Context(), hall.CounterAction{Key: r.key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "4826"}); err != nil {
			t.Fatal(err)
		}
		r.act(hall.Call, s.ID)
		called := r.get(path)
		r.says(called, 200, "轮到您了", want)
		r.act(hall.Start, s.ID)
		serving := r.get(path)
		r.says(serving, 200, "正在", want)
		for _, page := range []string{called.Body.String(), serving.Body.String()} {
			for _, wrong := range []string{"室 号窗口", "室号窗口", "窗口 号窗口", "压1 号窗口"} {
				if strings.Contains(page, wrong) {
					t.Errorf("%s is read as %q", label, wrong)
				}
			}
		}
	}
}

func TestThePageHoldsNothingOfThePerson(t *testing.T) {
	r := newRig(t)
	s, path := r.take("H")
	for _, p := range []string{path, path + "/state", path + "?give-up=1"} {
		for _, secret := range []string{"secret-person", string(s.ID), s.TokenHash, s.Code} {
			if strings.Contains(r.get(p).Body.String(), secret) {
				t.Errorf("%s shows %q", p, secret)
			}
		}
	}
}

func TestGivingUpTakesAConfirmation(t *testing.T) {
	r := newRig(t)
	s, path := r.take("H")
	ask := r.get(path + "?give-up=1")
	r.says(ask, 200, "放弃 "+string(s.No)+" 号？", "继续排队", `method="post"`)
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(ask.Body.String())
	for range 2 { // a form sent twice has its effect once
		if w := r.post(path+"/cancel?lang=zh", url.Values{"version": {version[1]}}); w.Code != 303 || !strings.HasPrefix(under(path+"/cancel", w.Header().Get("Location")), path) {
			t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
		}
	}
	got, err := r.hall.Ticket(t.Context(), s.ID)
	if err != nil || got.State != hall.Cancelled || got.EndedBy != hall.EndedByVisitor {
		t.Errorf("%s by %q, %v", got.State, got.EndedBy, err)
	}
	r.says(r.get(path), 200, "已经作废")
}

func TestGivingUpWhatACounterHasIsRefusedInWords(t *testing.T) {
	r := newRig(t)
	s, path := r.take("H")
	if _, err := r.hall.Desk(t.Context(), hall.CounterAction{Key: r.key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "4826"}); err != nil {
		t.Fatal(err)
	}
	r.act(hall.Call, s.ID)
	r.says(r.post(path+"/cancel", url.Values{"version": {"1"}}), 403, "这里不能做这一步", "轮到您了")
}

func TestAnAddressThatIsNoTicket(t *testing.T) {
	r := newRig(t)
	r.says(r.get("/t/"+strings.Repeat("a", 32)), 404, "排队小票")
	r.says(r.get("/t/%3Cscript%3E"), 404, "排队小票")
	r.says(r.get("/t/"+strings.Repeat("a", 32)+"/state"), 404)
	if strings.Contains(r.get("/t/%3Cscript%3Ealert(1)%3C").Body.String(), "<script>alert") {
		t.Error("the address is written into the page as it came")
	}
}

func TestLanguage(t *testing.T) {
	r := newRig(t)
	_, path := r.take("H")
	for _, c := range []struct{ name, query, accept, want string }{
		{"Chinese first", "", "", "zh-CN"},
		{"as the phone says", "", "en-GB,en;q=0.9", "en"},
		{"the better liked", "", "en;q=0.5,zh;q=0.8", "zh-CN"},
		{"a language we do not speak", "", "fr-FR", "zh-CN"},
		{"as the link says", "?lang=en", "zh-CN", "en"},
		{"a link with nonsense", "?lang=xx", "en", "en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := r.get(path+c.query, "Accept-Language", c.accept)
			if got := w.Header().Get("Content-Language"); got != c.want || !strings.Contains(w.Body.String(), `<html lang="`+c.want+`"`) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Nothing from elsewhere, no frame, and exactly our own style and script.
func TestThePageIsClosed(t *testing.T) {
	r := newRig(t)
	_, path := r.take("H")
	w := r.get(path)
	policy, page := w.Header().Get("Content-Security-Policy"), w.Body.String()
	for _, word := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, word) {
			t.Errorf("policy without %s: %s", word, policy)
		}
	}
	for tag, directive := range map[string]string{"style": "style-src", "script": "script-src"} {
		text := regexp.MustCompile(`(?s)<` + tag + `>(.*?)</` + tag + `>`).FindStringSubmatch(page)
		if text == nil {
			t.Fatalf("no %s", tag)
		}
		sum := sha256.Sum256([]byte(text[1]))
		if want := directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the browser would refuse our %s: %s is not in %s", tag, want, policy)
		}
	}
	if from := regexp.MustCompile(`(src|href|action)="(https?:)?//`).FindString(page); from != "" {
		t.Errorf("something comes from elsewhere: %s", from)
	}
	if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("headers %v", w.Header())
	}
	if !strings.Contains(page, `<noscript><meta http-equiv="refresh"`) {
		t.Error("without a script the page never changes")
	}
}

func TestTheStateIsThePagesOwnMiddle(t *testing.T) {
	r := newRig(t)
	_, path := r.take("B05")
	state := strings.TrimSpace(r.get(path + "/state?lang=en").Body.String())
	if !strings.Contains(r.get(path+"?lang=en").Body.String(), state) {
		t.Errorf("the page does not hold\n%s", state)
	}
	if strings.Contains(state, "<html") {
		t.Error("the state is a whole page")
	}
}

// under is where a browser goes that follows a link on a page.
func under(page, link string) string {
	u, err := url.Parse(page)
	if err != nil {
		return err.Error()
	}
	to, err := u.Parse(link)
	if err != nil {
		return err.Error()
	}
	return to.Path
}

var links = regexp.MustCompile(`(?:href|action|data-state|data-page)="([^"]*)"|url=([^"]*)"`)

// TestAPublicAddressWithAPathIsKept: links, refresh and the redirect stay under it, whether the proxy before the node
// takes the path off or not, and also when the address was written in capitals or with a slash at its end.
func TestAPublicAddressWithAPathIsKept(t *testing.T) {
	r := newRig(t)
	_, path := r.take("B05")
	for _, public := range []string{"", "/hall7", "/a/b"} {
		for _, end := range []string{"", "?give-up=1", "/", "?lang=en"} {
			w := r.get(path + strings.TrimSuffix(end, "/"))
			if end == "/" {
				q := httptest.NewRequest("GET", path+"/", nil)
				q.URL.Path = path // as the node hands it on
				w = httptest.NewRecorder()
				r.pages.ServeHTTP(w, q)
			}
			seen := 0
			for _, link := range links.FindAllStringSubmatch(w.Body.String(), -1) {
				to := under("https://example.com"+public+path+end, html.UnescapeString(link[1]+link[2]))
				if to != public+path && to != public+path+"/state" && to != public+path+"/cancel" {
					t.Errorf("%s%s%s: %q leads to %s", public, path, end, link[0], to)
				}
				seen++
			}
			if seen < 4 {
				t.Errorf("only %d links", seen)
			}
		}
		w := r.post(path+"/cancel", url.Values{"version": {"0"}})
		if to := under("https://example.com"+public+path+"/cancel", w.Header().Get("Location")); w.Code != 303 || to != public+path {
			t.Errorf("the redirect leads to %s (%d)", to, w.Code)
		}
	}
	w := r.post("/t/https:evil.example/cancel", url.Values{})
	for _, link := range links.FindAllStringSubmatch(w.Body.String(), -1) {
		if to := under("https://example.com/t/https:evil.example/cancel", html.UnescapeString(link[1]+link[2])); !strings.HasPrefix(to, "/t/") {
			t.Errorf("%q leads to %s", link[0], to)
		}
	}
}

// TestASlipThatTheHallLostIsToldSo: its ticket was issued after the copy from which the hall was restored, and the page
// said that the address is no ticket's, though the slip's own signature tells that it is.
func TestASlipThatTheHallLostIsToldSo(t *testing.T) {
	r := newRig(t)
	s, _ := r.take("H")
	lost := hall.Ticket{ID: "lost", No: "H099", Group: s.Group, Day: s.Day}
	address := strings.TrimPrefix(make(hall.Key, 32).PageURL("", lost), "http://hall")
	answer := r.get(address)
	r.says(answer, 410, "本厅取的", "重新取号", "补号", `lang=en&amp;d=`)
	r.says(r.get(address+"&lang=en"), 410, "in a restart")
	r.says(r.get(strings.Replace(address, "n=H099", "n=H098", 1)), 404, "排队小票")
	lost.Day = "2026-11-01"
	r.says(r.get(make(hall.Key, 32).PageURL("", lost)), 410, "不是今天")
}
