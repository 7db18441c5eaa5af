using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.Tests.Wire;

public sealed class JsonBodies
{
    [Fact]
    public void An_object_is_read()
    {
        var read = JsonBody.Read("""  {"a":{"b":[1,"\ud83d\ude00"]}}  """u8);

        Assert.Equal(BodyFault.None, read.Fault);
        Assert.Equal("😀", read.Root.GetProperty("a").GetProperty("b")[1].GetString());
    }

    [Fact]
    public void A_leading_byte_order_mark_is_skipped_once()
    {
        Assert.Equal(7, JsonBody.Read("\ufeff {\"a\":7}"u8).Root.GetProperty("a").GetInt32());
        Assert.Equal(BodyFault.NotJson, JsonBody.Read("\ufeff\ufeff{}"u8).Fault);
        Assert.Equal(BodyFault.NotJson, JsonBody.Read(" \ufeff{}"u8).Fault);
        Assert.Equal(BodyFault.NotUtf8, JsonBody.Read([0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0]).Fault);
    }

    [Theory]
    [InlineData("", "Empty")]
    [InlineData("\ufeff", "Empty")]
    [InlineData(" \r\n\t", "Empty")]
    [InlineData("{", "NotJson")]
    [InlineData("{} {}", "NotJson")]
    [InlineData("""{"a":1,"a":2}""", "NotJson")]
    [InlineData("""{"x":{"a":1,"\u0061":2}}""", "NotJson")]
    [InlineData("""{"a":1,}""", "NotJson")]
    [InlineData("""{"a":"\ud800"}""", "LoneSurrogate")]
    [InlineData("""{"\udc00":1}""", "LoneSurrogate")]
    [InlineData("""{"a":["\ud800x"]}""", "LoneSurrogate")]
    [InlineData("[]", "NotObject")]
    [InlineData("null", "NotObject")]
    [InlineData("7", "NotObject")]
    public void Any_other_body_has_its_error(string body, string fault) =>
        Assert.Equal(fault, JsonBody.Read(Encoding.UTF8.GetBytes(body)).Fault.ToString());

    [Fact]
    public void Invalid_UTF8_is_distinguished_from_a_syntax_error()
    {
        ReadOnlySpan<byte> body = [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'];
        Assert.Equal(BodyFault.NotUtf8, JsonBody.Read(body).Fault);
    }

    [Fact]
    public void Nesting_is_limited()
    {
        Assert.Equal(BodyFault.None, JsonBody.Read(Nested(JsonBody.DeepestNesting)).Fault);
        Assert.Equal(BodyFault.TooDeep, JsonBody.Read(Nested(JsonBody.DeepestNesting + 1)).Fault);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Prop.ForAll<byte[]>(bytes => Enum.IsDefined(JsonBody.Read(bytes).Fault)).QuickCheckThrowOnFailure();

    private static byte[] Nested(int levels) =>
        Encoding.UTF8.GetBytes(
            "{\"a\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}");
}
