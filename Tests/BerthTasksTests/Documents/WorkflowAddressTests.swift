import Testing

@testable import BerthTasks

@Suite struct WorkflowAddressTests {
    @Test(
        arguments: [
            ("http://a.org/w/main.cwl", "http://a.org/w/", "main.cwl", nil),
            ("http://a.org/w/main.cwl?v=1/2#tool", "http://a.org/w/", "main.cwl", "tool"),
            ("http://a.org", "http://a.org/", "data", nil), ("file:///d/w.cwl#", "file:///d/", "w.cwl", nil),
        ] as [(String, String, String, String?)])
    func parts(_ location: String, _ folder: String, _ name: String, _ fragment: String?) {
        let address = WorkflowAddress(location)
        #expect(address.folder == folder)
        #expect(address.name == name)
        #expect(address.fragment == fragment)
    }

    @Test func theFirstDocumentKeepsItsURL() {
        let address = WorkflowAddress("http://a.org/w/main.cwl?key=1")
        #expect(address.url(of: "main.cwl") == "http://a.org/w/main.cwl?key=1")
        #expect(address.url(of: "tools/a=b.cwl") == "http://a.org/w/tools/a%3Db.cwl")
    }

    @Test(
        arguments: [
            ("b.cwl", "sub/a.cwl", "sub/b.cwl", nil), ("../b.cwl#x", "sub/a.cwl", "b.cwl", "x"),
            ("./c/d.cwl", "a.cwl", "c/d.cwl", nil), ("#tool", "sub/a.cwl", "sub/a.cwl", "tool"),
            ("http://a.org/w/c/d.cwl", "sub/a.cwl", "c/d.cwl", nil),
        ] as [(String, String, String, String?)])
    func targets(_ reference: String, _ document: String, _ name: String, _ fragment: String?) throws {
        let target = try WorkflowAddress("http://a.org/w/main.cwl").target(of: reference, in: document)
        #expect(target == WorkflowAddress.Target(name: name, fragment: fragment))
    }

    @Test(arguments: [
        ("../b.cwl", "which is not below the folder of the workflow"),
        ("a/../../b.cwl", "which is not below the folder of the workflow"),
        ("/etc/passwd", "which is not below the folder of the workflow"),
        ("//b.org/x.cwl", "which is not below the folder of the workflow"),
        ("file:///etc/passwd", "which is not below the folder of the workflow"),
        ("http://b.org/x.cwl", "which is not below the folder of the workflow"),
        ("http://a.org/w/../x.cwl", "which is not below the folder of the workflow"),
        ("a b.cwl", "a name with more than letters, digits and - _ . + = @"),
        (".hidden", "a name with more than letters, digits and - _ . + = @"),
        ("x%2e.cwl", "a name with more than letters, digits and - _ . + = @"),
        ("sub/", "which is a folder and no document"), ("./", "which is a folder and no document"),
    ])
    func whatIsNotFetched(_ reference: String, _ fault: String) {
        let error = #expect(throws: WorkflowAddress.Fault.self) {
            try WorkflowAddress("http://a.org/w/main.cwl").target(of: reference, in: "main.cwl")
        }
        #expect(error?.text == fault)
    }
}
