using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Payments.Ledger.Identity;

namespace Payments.Processors.Sandbox;

/// <summary>
/// The sandbox's references for operations: derived from the idempotency key, so that a retry gives the same reference,
/// and the key alone finds the row.
/// </summary>
internal static class SandboxReference
{
    private const string Prefix = "sbx-";

    /// <summary>
    /// 128 bits: with the prefix 36 characters, of the 40 that Commerce Hub allows for a transaction id.
    /// </summary>
    private const int HashBytes = 16;

    private const uint ApprovalCodes = 10_000;

    /// <summary>The reference of the operation with a key.</summary>
    public static string Create(OrganizationId organization, string idempotencyKey)
    {
        var hash = Hash($"{organization.Value.Length}:{organization}:{idempotencyKey}");
        return Prefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }

    /// <summary>An operation's approval code: <c>OK</c> and four digits.</summary>
    public static string CreateApprovalCode(string reference)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(Hash(reference)) % ApprovalCodes;
        return $"OK{number.ToString("D4", CultureInfo.InvariantCulture)}";
    }

    private static ReadOnlySpan<byte> Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
