/// What a schema is for.
package enum SchemaUse: Sendable, CaseIterable {
    /// Describes exactly what the service reads: every member may be missing or null, unknown members and kinds are
    /// let in. What can be read and cannot be meant is answered NO, and is therefore no matter of a schema.
    case request
    /// Describes exactly what the service writes: words and kinds are closed, members that are always there required.
    case answer
}
