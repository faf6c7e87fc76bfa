import Testing

@testable import BerthWES

struct MultipartFormTests {
    @Test func fieldsStandBetweenBoundaries() {
        var form = MultipartForm(boundary: "x")
        form.add("a", "1")
        form.add("b", "two\nlines")
        #expect(form.contentType == "multipart/form-data; boundary=x")
        #expect(
            String(decoding: form.body, as: UTF8.self)
                == "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\ntwo\nlines\r\n--x--\r\n")
    }
}
