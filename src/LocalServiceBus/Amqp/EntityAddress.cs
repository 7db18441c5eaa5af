namespace LocalServiceBus.Amqp;

/// <summary>The address of a link: a queue, its dead-letter subqueue, or the management node of either.</summary>
internal sealed record EntityAddress(string Path, bool IsManagement)
{
    private const string ManagementSuffix = "/$management";

    /// <summary>The node that takes tokens; it is the only one that belongs to no entity.</summary>
    public bool IsTokens => Path == "$cbs";

    /// <summary>
    /// .NET writes a leading slash and escapes, other clients do not, and some send the whole URI. Case is ignored
    /// (sections 1 and 4 of the reference).
    /// </summary>
    public static EntityAddress Parse(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile)
            address = uri.AbsolutePath;

        var path = Uri.UnescapeDataString(address).Trim('/').ToLowerInvariant();
        return path.EndsWith(ManagementSuffix, StringComparison.Ordinal)
            ? new EntityAddress(path[..^ManagementSuffix.Length], IsManagement: true)
            : new EntityAddress(path, IsManagement: false);
    }
}
