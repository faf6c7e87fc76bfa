package import BerthDocument

extension DocumentMembers {
    /// Values under their names, as JSON writes them; what is left out there is left out here.
    package init(writing values: KeyValuePairs<String, any ModelValue>) {
        let writer = ModelWriter(syntax: .json)
        self.init()
        for (name, value) in values {
            if let document = value.write(writer) { append(name, document) }
        }
    }
}
