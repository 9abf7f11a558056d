# demo · build · quick · test · soak · fuzz · bench · shots. Every step installs what it needs (packaging/deps.sh).
# no_animations: the fading of a caret makes a window draw without end, at a third of a core where no graphics card helps.
TAGS    := -tags x11,migrated_fynedo,no_animations
SCREENS := kiosk counter display media admin demo
PLAIN   := node center hallctl
OUT     ?= out

.PHONY: demo build quick test race plain vet windows visit soak fuzz bench shots clean

# A whole hall on this PC. Without a display it plays a scripted visit and leaves pictures in $(OUT)/visit.
demo: build
	@packaging/deps.sh test
	packaging/demo.sh $(OUT)/visit

build: $(PLAIN:%=bin/%)
	@packaging/deps.sh build
	CGO_ENABLED=1 go build $(TAGS) -o bin/ $(SCREENS:%=./apps/%)

.PHONY: $(PLAIN:%=bin/%)
$(PLAIN:%=bin/%): bin/%:
	CGO_ENABLED=0 go build $(TAGS) -o $@ ./apps/$*

# What needs no C compiler, no display and no patience.
quick: vet
	CGO_ENABLED=0 $(TEST) -short -skip '^Test($(ALONE)|$(LONG))$$' ./hall/... ./hardware/... ./sync/... ./ui/... ./assets/... ./apps/internal/... ./apps/hallctl

vet:
	@test -z "$$(gofmt -l apps assets hall hardware sync ui)" || { gofmt -l apps assets hall hardware sync ui; echo "run gofmt -w on these"; exit 1; }
	CGO_ENABLED=$(CGO) go vet $(TAGS) ./hall/... ./hardware/... ./sync/... ./ui/... ./assets/... ./apps/internal/... $(PLAIN:%=./apps/%)

# Everything CI runs, what fails fast first; the visit, which mostly waits, beside the race detector. With a C compiler throughout: half of
# a first run is compiling, and without one it is other code.
test:
	@packaging/deps.sh build test windows
	$(MAKE) CGO=1 vet plain
	$(MAKE) -j 2 -O build windows
	$(MAKE) -j 2 -O race visit

CGO ?= 0

# Three packages at a time on two cores: many of them wait for a disk or a line. The code has been vetted.
TEST := go test $(TAGS) -vet=off -p 3 -timeout 20m

# What the race detector makes ten times slower and finds nothing in: the golden pictures, slips and camera pictures, the statistics, what
# reads source, and what starts programs as processes of their own: 500 kills, the power cuts, every step of a restore.
plain:
	CGO_ENABLED=$(CGO) $(TEST) ./ui/... ./apps/internal/demohall/... ./hall/forecast ./hardware/all ./hardware/printer/escpos ./hardware/scanner/camera/... $(PROCESSES)
	CGO_ENABLED=$(CGO) $(TEST) -run '^Test($(ALONE))$$' ./sync/store/sqlite

PROCESSES := ./apps/internal/crash ./apps/internal/layout ./apps/hallctl ./hall/lang

# Tests that only draw, measure what is drawn or walk all pages by one hand are left out by name: see plain.
DRAWN := Pictures|PicturesInEnglish|PicturesOfAGreatHall|PicturesOfTheTicket|Strip|StripInEnglish|States|Screens|NothingIsCutInAnyDress
DRAWN := $(DRAWN)|AHallOfWordsIsReadable|ADoubleTapIsOneTapEverywhere

# Tests of the store that do one thing after another on files, a minute or more under the detector.
ALONE := AnyJumpsAndCorrectionsLeaveAHallSound|NoFlippedBitOfTheLogIsSilent|WhoLooksAfterAKillLeavesTheLog|AnUnfinishedRestoreIsFinishedOrForgotten
ALONE := $(ALONE)|ACommitThatAPowerCutHasTornIsNoLoss|AKeyThatIsLostOrForeignIsNamed|ADayThatAWrongClockLeftIsNotForgotten
ALONE := $(ALONE)|AnEndThatWasLostIsNoticedAtTheStart|ALogThatIsDamagedInTheLastSecondIsNoticed|VerifyFindsEveryColumn
ALONE := $(ALONE)|VerifyFindsEveryHandInTheStore|ATamperedHallIsNotMadeGoodByItsNextStart

# Statistics, storms and slow lines: make test alone has the time for them.
LONG := TheWindowIsHonest|SeventyTwoHoursOfFaults|EveryConditionDoesItsHarm|NetworkCameraContract|AnXONXOFFPrinterPrints
LONG := $(LONG)|ARestoreKilledAtAnyStepGivesNoNumberTwice|AHallBehindItsCenterGivesNoNumberTwice|AFirstStartKilledAtAnyStepComesUp
LONG := $(LONG)|TheReferenceAdapterKeepsEveryRule|ABadAdapterIsToldWhatItDoesWrong|PasswordsTriedAtOnceAreNoBetterThanInARow

# The longest begin first.
race:
	CGO_ENABLED=1 $(TEST) -race -skip '^Test($(DRAWN)|$(ALONE))$$' ./sync/store/sqlite ./apps/internal/hallnode ./apps/internal/system ./hardware/all \
		$$(go list $(TAGS) ./hall/... ./hardware/... ./sync/... ./ui/... ./assets/... ./apps/internal/... | grep -vE '/(crash|layout|hall/lang|cameratest)$$')

# The main job through real windows, ptys, sockets and databases.
visit: build
	CGO_ENABLED=1 go test $(TAGS) -count=1 -timeout 15m ./apps/demo ./apps/e2e/...

# The programs of the hall's PCs must build for Windows too.
windows:
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc go build $(TAGS) -o bin/windows/ $(SCREENS:%=./apps/%)
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc go vet $(TAGS) ./hardware/... $(PLAIN:%=./apps/%)

soak:
	BRIGHTHALL_SOAK=1 CGO_ENABLED=1 go test $(TAGS) -timeout 3h ./hall/... ./hardware/... ./sync/... ./apps/internal/...

fuzz:
	packaging/fuzz.sh

bench: build
	@packaging/deps.sh test
	CGO_ENABLED=0 go test $(TAGS) -run '^$$' -bench . -benchtime 2s ./hall/... ./hardware/... ./sync/...
	CGO_ENABLED=0 go run $(TAGS) ./apps/internal/bench

# The pictures of the README.
shots: build
	@packaging/deps.sh test
	VISIT=1 packaging/demo.sh $(OUT)/shots
	packaging/shots.sh $(OUT)/shots

clean:
	rm -rf bin out
