using System.Text;

namespace Payments.EndToEnd.Tests.Fuzzing.Checks;

/// <summary>Searches files for card numbers, in the forms in which a program writes text.</summary>
internal static class CardTraces
{
    /// <summary>The files below a folder that contain a number, and how many bytes were searched.</summary>
    public static async Task<(IReadOnlyList<string> Found, long Searched)> FindAsync(
        string folder, IReadOnlyList<string> numbers)
    {
        var (found, searched) = (new List<string>(), 0L);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (await TryReadAsync(file) is not { } bytes) continue;
            searched += bytes.Length;
            found.AddRange(Find(bytes, numbers).Select(number => $"{Path.GetFileName(file)} contains {number}"));
        }

        return (found, searched);
    }

    /// <summary>The numbers that a text or file contains.</summary>
    public static IEnumerable<string> Find(byte[] bytes, IReadOnlyList<string> numbers) =>
        numbers.Where(number =>
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(number)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(number)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Group(number, ' '))) >= 0
            || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Group(number, '-'))) >= 0);

    private static string Group(string number, char separator) =>
        string.Join(separator, number.Chunk(4).Select(group => new string(group)));

    /// <summary>Null for a file that was deleted meanwhile.</summary>
    private static async Task<byte[]?> TryReadAsync(string file)
    {
        try
        {
            using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return copy.ToArray();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
