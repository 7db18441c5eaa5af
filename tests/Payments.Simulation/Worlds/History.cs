using System.Security.Cryptography;
using System.Text;

namespace Payments.Simulation.Worlds;

/// <summary>All that happened in a run, line by line: the same seed must give the same bytes.</summary>
internal sealed class History : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _lines = [];

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>SHA-256 of all lines so far.</summary>
    public string Digest => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Add(string line)
    {
        _lines.Add(line);
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        _hash.AppendData("\n"u8);
    }

    public void Dispose() => _hash.Dispose();
}
