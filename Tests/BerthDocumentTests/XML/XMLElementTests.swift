import Testing

@testable import BerthDocument

struct XMLElementTests {
    private func read(_ text: String, _ limits: DocumentLimits = .standard) throws(DocumentError) -> XMLElement {
        try XMLElement.read(Array(text.utf8), limits: limits)
    }

    @Test func textStandsBesideAttributesAndElements() throws {
        let root = try read(
            """
            <?xml version="1.0"?><!-- c --><?pi x?>
            <a:list xmlns:a="urn:a" a:first="1" second="&lt;2">one<b>  x
              y </b>two<b/><![CDATA[<3>]]></a:list>
            """)
        #expect(root.name == "list")
        #expect(root.attribute("first") == "1")
        #expect(root.attribute("second") == "<2")
        #expect(root.attribute("third") == nil)
        #expect(root.text == "onetwo<3>")
        #expect(root.all("b").map(\.token) == ["x y", ""])
        #expect(root.child("b")?.text == "  x\n  y ")
        #expect(root.child("c") == nil)
    }

    @Test(arguments: [
        ("", DocumentError.Code.empty), ("<a>", .malformed), ("<a></b>", .malformed), ("a", .malformed),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", .documentType), ("<a/><b/>", .malformed),
        ("<?xml version='1.0' encoding='latin1'?><a/>", .notUTF8), ("<a>&unknown;</a>", .malformed),
    ])
    func whatIsNoXML(_ text: String, _ code: DocumentError.Code) {
        #expect(self.code(of: text, .standard) == code)
    }

    @Test func atTheLimitsAndOneBeyond() throws {
        var limits = DocumentLimits(depthLevels: 2, valueCount: 4, textBytes: 3, nameBytes: 3, attributeCount: 2)
        let whole = try read("<abc x='123'><b>123</b><c/></abc>", limits)
        #expect(whole.children.count == 2)
        for (text, code) in [
            ("<a><b><c/></b></a>", DocumentError.Code.tooDeep), ("<a><b/><b/><b/><b/></a>", .tooManyValues),
            ("<a x='1' y='2' z='3'/>", .tooManyAttributes), ("<a>1234</a>", .textTooLong),
            ("<a x='1234'/>", .textTooLong), ("<abcd/>", .nameTooLong),
        ] {
            #expect(self.code(of: text, limits) == code, "\(text)")
        }
        limits.sizeBytes = 3
        #expect(code(of: "<a/>", limits) == .tooLarge)
    }

    private func code(of text: String, _ limits: DocumentLimits) -> DocumentError.Code? {
        do throws(DocumentError) { _ = try read(text, limits) } catch { return error.code }
        return nil
    }
}
