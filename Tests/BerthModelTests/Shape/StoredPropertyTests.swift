import Testing

@testable import BerthModel

@Suite struct StoredPropertyTests {
    struct Part: Sendable, Equatable {
        var flag = false
        var texts: [String] = []
    }

    struct Whole: Sendable, Equatable {
        var flag = true
        var number: Int64?
        var part = Part()
        var text = "a text that is too long to stand inline"

        var computed: String {
            get { text + "!" }
            set { text = newValue }
        }
    }

    @Test func readsAndSetsWhatTheKeyPathDoes() {
        var whole = Whole()
        StoredProperty(\Whole.flag).set(false, in: &whole)
        StoredProperty(\Whole.number).set(7, in: &whole)
        StoredProperty(\Whole.part.texts).set(["one", "two"], in: &whole)
        StoredProperty(\Whole.part).change(in: &whole) { $0.flag = true }
        StoredProperty(\Whole.text).set("another text that is too long to stand inline", in: &whole)
        #expect(
            whole
                == Whole(
                    flag: false, number: 7, part: Part(flag: true, texts: ["one", "two"]),
                    text: "another text that is too long to stand inline"))
        #expect(StoredProperty(\Whole.number).value(in: whole) == 7)
        #expect(StoredProperty(\Whole.part).value(in: whole) == whole.part)
        #expect(StoredProperty(\Whole.text).value(in: whole) == whole.text)
    }

    @Test func goesThroughTheKeyPathOfAComputedProperty() {
        var whole = Whole()
        StoredProperty(\Whole.computed).set("x", in: &whole)
        #expect(whole.text == "x")
        #expect(StoredProperty(\Whole.computed).value(in: whole) == "x!")
    }

    @Test func theOldValueIsLetGo() {
        final class Watched: Sendable {}
        struct Holder {
            var watched: Watched?
        }
        var holder = Holder(watched: Watched())
        weak let old = holder.watched
        StoredProperty(\Holder.watched).set(nil, in: &holder)
        #expect(old == nil)
    }
}
